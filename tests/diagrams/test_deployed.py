from collections.abc import Iterator
from typing import Any
from unittest.mock import create_autospec

import boto3
import pytest
from kubernetes import client

from localcloud.aws import extension
from tests.diagrams import deployed
from tests.diagrams.facts import (
    PAGERDUTY,
    Alarm,
    Broker,
    Budget,
    Cache,
    Database,
    SearchDomain,
    WebService,
    Workers,
)
from tests.localcloud.aws.account import empty_account


@pytest.fixture
def session() -> Iterator[boto3.Session]:
    extension.install()
    with empty_account():
        yield boto3.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1")


def kubernetes(*deployments: client.V1Deployment) -> Any:
    apps = create_autospec(client.AppsV1Api, instance=True)
    apps.list_deployment_for_all_namespaces.return_value = client.V1DeploymentList(items=list(deployments))
    return apps


def deployment(name: str, component: str, ready: int, **environment: str) -> client.V1Deployment:
    container = client.V1Container(
        name=component,
        ports=[client.V1ContainerPort(container_port=8000)],
        env=[client.V1EnvVar(name=key, value=value) for key, value in environment.items()],
    )
    pod = client.V1PodTemplateSpec(spec=client.V1PodSpec(containers=[container]))
    return client.V1Deployment(
        metadata=client.V1ObjectMeta(name=name, labels={"app.kubernetes.io/component": component}),
        spec=client.V1DeploymentSpec(
            replicas=5,
            selector=client.V1LabelSelector(),
            template=pod,
            progress_deadline_seconds=300,
            strategy=client.V1DeploymentStrategy(
                rolling_update=client.V1RollingUpdateDeployment(max_unavailable=1)
            ),
        ),
        status=client.V1DeploymentStatus(ready_replicas=ready),
    )


def create(session: boto3.Session, name: str, **values: Any) -> None:
    session.client("rds").create_db_instance(
        DBInstanceIdentifier=f"{name}-1a2b3c4",
        Engine="postgres",
        EngineVersion="15.18",
        DBInstanceClass="db.t3.large",
        AllocatedStorage=50,
        BackupRetentionPeriod=7,
        MasterUsername="app_admin",
        MasterUserPassword="not-a-password",
        Tags=[{"Key": "Name", "Value": name}],
        **values,
    )


def replicate(session: boto3.Session, source: str, name: str, instance_class: str) -> None:
    session.client("rds").create_db_instance_read_replica(
        DBInstanceIdentifier=name,
        SourceDBInstanceIdentifier=source,
        DBInstanceClass=instance_class,
        Tags=[{"Key": "Name", "Value": name}],
    )


def test_a_database_is_its_primary_and_the_replicas_that_follow_it(session: boto3.Session) -> None:
    create(session, "platform")
    create(session, "review", MultiAZ=True)
    replicate(session, "platform-1a2b3c4", "replica-1", "db.t4g.medium")
    replicate(session, "platform-1a2b3c4", "replica-2", "db.t4g.small")
    found = deployed.read(session, kubernetes()).databases
    platform = Database(
        engine="postgres",
        version="15",
        instance_class="db.t3.large",
        storage_gib=50,
        multi_az=False,
        daily_backups=True,
        replica_classes=("db.t4g.medium", "db.t4g.small"),
    )
    assert found["platform"] == platform
    assert found.keys() == {"platform", "review"}
    assert found["review"].multi_az
    assert found["review"].replica_classes == ()


def test_a_cache_is_its_nodes_and_the_parameters_that_they_run_with(session: boto3.Session) -> None:
    elasticache = session.client("elasticache")
    elasticache.create_cache_parameter_group(
        CacheParameterGroupName="own", CacheParameterGroupFamily="valkey8", Description="d"
    )
    values = {"maxmemory-policy": "allkeys-lru", "reserved-memory-percent": "20", "cluster-enabled": "yes"}
    elasticache.modify_cache_parameter_group(
        CacheParameterGroupName="own",
        ParameterNameValues=[
            {"ParameterName": name, "ParameterValue": value} for name, value in values.items()
        ],
    )
    elasticache.create_replication_group(
        ReplicationGroupId="cache-1a2b3c4",
        ReplicationGroupDescription="d",
        Engine="valkey",
        EngineVersion="8.0",
        CacheNodeType="cache.t4g.medium",
        CacheParameterGroupName="own",
        NumNodeGroups=2,
        ReplicasPerNodeGroup=2,
        AutomaticFailoverEnabled=True,
        SnapshotRetentionLimit=3,
        Tags=[{"Key": "Name", "Value": "cache"}],
    )
    found = deployed.read(session, kubernetes()).caches
    assert found == {
        "cache": Cache(
            engine="valkey 8",
            node_type="cache.t4g.medium",
            shards=2,
            replicas=4,
            reserved_percent=20,
            eviction_policy="allkeys-lru",
            daily_snapshots=True,
        )
    }
    assert found["cache"].usable_gb == pytest.approx(2 * 3.09 * 1.0737 * 0.8, rel=0.001)


def test_brokers_and_search_domains_are_told_by_their_names(session: boto3.Session) -> None:
    session.client("mq").create_broker(
        BrokerName="jobs-1a2b3c4",
        EngineType="RABBITMQ",
        EngineVersion="4.2",
        HostInstanceType="mq.m7g.medium",
        DeploymentMode="SINGLE_INSTANCE",
        PubliclyAccessible=False,
        AutoMinorVersionUpgrade=True,
        SubnetIds=[session.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]],
        Users=[{"Username": "admin", "Password": "correct-horse"}],
        Tags={"Name": "jobs"},
    )
    session.client("opensearch").create_domain(
        DomainName="softfactory-search",
        EngineVersion="OpenSearch_2.19",
        EBSOptions={"EBSEnabled": True, "VolumeSize": 10},
        TagList=[{"Key": "Name", "Value": "search"}],
    )
    found = deployed.read(session, kubernetes())
    assert found.brokers == {"jobs": Broker(engine="RabbitMQ", deployment_mode="SINGLE_INSTANCE")}
    assert found.search_domains == {"search": SearchDomain(engine="OpenSearch")}


def test_a_web_service_is_its_deployment_and_the_pods_that_are_ready(session: boto3.Session) -> None:
    environment = {
        "WEB_CONCURRENCY": "3",
        "WORKER_CLASS": "sync",
        "WORKER_TIMEOUT_SECONDS": "30",
        "POOL_SIZE": "20",
        "POOL_OVERFLOW": "10",
        "POOL_RECYCLE_SECONDS": "3600",
        "REPLICA_POOL_SIZE": "8",
    }
    apps = kubernetes(deployment("platform", "web", 4, **environment), deployment("beat", "beat", 1))
    found = deployed.read(session, apps).web_services
    assert found.keys() == {"platform"}
    assert found["platform"].workers == 12
    assert found["platform"] == WebService(
        port=8000,
        pods=4,
        workers_per_pod=3,
        worker_class="sync",
        worker_timeout_seconds=30,
        pool_size=20,
        pool_overflow=10,
        pool_recycle_seconds=3600,
        reader_pool_size=8,
        deadline_seconds=300,
        max_unavailable=1,
    )
    (call,) = apps.list_deployment_for_all_namespaces.call_args_list
    assert call.kwargs["label_selector"] == "app.kubernetes.io/part-of=softfactory"


def test_workers_are_their_deployment_and_the_pods_that_are_ready(session: boto3.Session) -> None:
    apps = kubernetes(deployment("jobs-worker", "worker", 2, WORKER_CONCURRENCY="16"))
    assert deployed.read(session, apps).workers == {"jobs": Workers(pods=2, concurrency=16)}


def test_the_budget_and_who_is_told_by_an_alarm(session: boto3.Session) -> None:
    account = session.client("sts").get_caller_identity()["Account"]
    budget: Any = {
        "BudgetName": "softfactory-0a1b2c3",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "500", "Unit": "USD"},
    }
    session.client("budgets").create_budget(AccountId=account, Budget=budget)
    sns = session.client("sns")
    paging, quiet = (sns.create_topic(Name=name)["TopicArn"] for name in ("alerts", "quiet"))
    sns.subscribe(TopicArn=paging, Protocol="https", Endpoint=f"{PAGERDUTY}integration/key/enqueue")
    for name, topic in (("platform-replica-1-lag-0a1b2c3", paging), ("x-1a2b3c4", quiet)):
        session.client("cloudwatch").put_metric_alarm(
            AlarmName=name,
            Namespace="AWS/RDS",
            MetricName="ReplicaLag",
            Statistic="Maximum",
            Period=600,
            EvaluationPeriods=1,
            ComparisonOperator="GreaterThanThreshold",
            Threshold=1,
            AlarmActions=[topic],
        )
    found = deployed.read(session, kubernetes())
    assert found.budgets == {"softfactory": Budget(monthly_usd=500)}
    assert found.alarms == {
        "platform-replica-1-lag": Alarm(limit=1, pages=True),
        "x": Alarm(limit=1, pages=False),
    }


def test_an_empty_account_has_no_facts(session: boto3.Session) -> None:
    found = deployed.read(session, kubernetes())
    assert not found.databases
    assert not found.caches
    assert not found.brokers
    assert not found.search_domains
    assert not found.web_services
    assert not found.budgets
    assert not found.alarms
    assert not found.workers
