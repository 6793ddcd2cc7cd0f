"""The facts of a platform as AWS and Kubernetes describe it."""

import re
from collections.abc import Mapping
from typing import Any

import boto3
from kubernetes import client

from tests.diagrams.facts import PAGERDUTY, Alarm, Budget, Database, Facts, WebService

Instance = Mapping[str, Any]


def read(session: boto3.Session, apps: client.AppsV1Api) -> Facts:
    """Read the one platform of the session's account and region."""
    pages = session.client("rds").get_paginator("describe_db_instances").paginate()
    instances = [instance for page in pages for instance in page["DBInstances"]]
    web = "app.kubernetes.io/part-of=softfactory,app.kubernetes.io/component=web"
    deployments: Any = apps.list_deployment_for_all_namespaces(label_selector=web)
    return Facts(
        databases={
            _name(instance): _database(instance, [item for item in instances if _follows(item, instance)])
            for instance in instances
            if not instance.get("ReadReplicaSourceDBInstanceIdentifier")
        },
        web_services={item.metadata.name: _web_service(item) for item in deployments.items},
        budgets=_budgets(session),
        alarms=_alarms(session),
    )


def _budgets(session: boto3.Session) -> dict[str, Budget]:
    account = session.client("sts").get_caller_identity()["Account"]
    found = session.client("budgets", region_name="us-east-1").describe_budgets(AccountId=account)
    return {
        _logical(item["BudgetName"]): Budget(monthly_usd=int(float(item["BudgetLimit"]["Amount"])))
        for item in found.get("Budgets", [])
    }


def _alarms(session: boto3.Session) -> dict[str, Alarm]:
    pages = session.client("sns").get_paginator("list_subscriptions").paginate()
    paging = {
        item["TopicArn"]
        for page in pages
        for item in page["Subscriptions"]
        if item["Endpoint"].startswith(PAGERDUTY)
    }
    alarms = session.client("cloudwatch").get_paginator("describe_alarms").paginate()
    return {
        _logical(item["AlarmName"]): Alarm(
            limit=item["Threshold"], pages=set(item["AlarmActions"]) <= paging and bool(paging)
        )
        for page in alarms
        for item in page["MetricAlarms"]
    }


def _logical(name: str) -> str:
    """Return the name that the program gave: Pulumi puts a hyphen and seven hexadecimal digits behind it."""
    return re.sub("-[0-9a-f]{7}$", "", name)


def _name(instance: Instance) -> str:
    return next(str(tag["Value"]) for tag in instance["TagList"] if tag["Key"] == "Name")


def _follows(replica: Instance, primary: Instance) -> bool:
    # AWS names the source by its ARN if the replica is in another region.
    source = replica.get("ReadReplicaSourceDBInstanceIdentifier", "")
    return bool(source.rsplit(":", 1)[-1] == primary["DBInstanceIdentifier"])


def _database(primary: Instance, replicas: list[Instance]) -> Database:
    return Database(
        engine=primary["Engine"],
        version=primary["EngineVersion"].split(".")[0],
        instance_class=primary["DBInstanceClass"],
        storage_gib=primary["AllocatedStorage"],
        multi_az=primary["MultiAZ"],
        daily_backups=primary["BackupRetentionPeriod"] > 0,
        replica_classes=tuple(sorted(item["DBInstanceClass"] for item in replicas)),
    )


def _web_service(deployment: Any) -> WebService:
    (container,) = deployment.spec.template.spec.containers
    environment = {item.name: item.value for item in container.env}
    return WebService(
        port=container.ports[0].container_port,
        pods=deployment.status.ready_replicas or 0,
        workers_per_pod=int(environment["WEB_CONCURRENCY"]),
        worker_class=environment["WORKER_CLASS"],
        worker_timeout_seconds=int(environment["WORKER_TIMEOUT_SECONDS"]),
    )
