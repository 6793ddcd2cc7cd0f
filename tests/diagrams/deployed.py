"""The facts of a platform as AWS and Kubernetes describe it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import boto3
from kubernetes import client

from tests.diagrams.facts import (
    PAGERDUTY,
    Alarm,
    Broker,
    Budget,
    Cache,
    Cdn,
    Database,
    Facts,
    SearchDomain,
    WebService,
    Workers,
)

Instance = Mapping[str, Any]


def read(session: boto3.Session, apps: client.AppsV1Api) -> Facts:
    """Read the one platform of the session's account and region."""
    pages = session.client("rds").get_paginator("describe_db_instances").paginate()
    instances = [instance for page in pages for instance in page["DBInstances"]]
    ours: Any = apps.list_deployment_for_all_namespaces(
        label_selector="app.kubernetes.io/part-of=softfactory"
    )
    by_component: dict[str, list[Any]] = {"web": [], "worker": []}
    for item in ours.items:
        by_component.setdefault(item.metadata.labels["app.kubernetes.io/component"], []).append(item)
    return Facts(
        databases={
            _name(instance): _database(instance, [item for item in instances if _follows(item, instance)])
            for instance in instances
            if not instance.get("ReadReplicaSourceDBInstanceIdentifier")
        },
        caches=_caches(session.client("elasticache")),
        brokers=_brokers(session.client("mq")),
        search_domains=_search_domains(session.client("opensearch")),
        web_services={item.metadata.name: _web_service(item) for item in by_component["web"]},
        workers={
            item.metadata.name.removesuffix("-worker"): _workers(item) for item in by_component["worker"]
        },
        budgets=_budgets(session),
        alarms=_alarms(session),
        cdns=_cdns(session),
    )


def _budgets(session: boto3.Session) -> dict[str, Budget]:
    account = session.client("sts").get_caller_identity()["Account"]
    found = session.client("budgets", region_name="us-east-1").describe_budgets(AccountId=account)
    return {
        _logical(item["BudgetName"]): Budget(monthly_usd=int(float(item["BudgetLimit"]["Amount"])))
        for item in found.get("Budgets", [])
    }


def _cdns(session: boto3.Session) -> dict[str, Cdn]:
    cloudfront = session.client("cloudfront")
    pages = cloudfront.get_paginator("list_distributions").paginate()
    ids = [item["Id"] for page in pages for item in page["DistributionList"].get("Items", [])]
    configs = [cloudfront.get_distribution_config(Id=id)["DistributionConfig"] for id in ids]
    return {config["Comment"]: _cdn(config, cloudfront) for config in configs}


def _cdn(config: Any, cloudfront: Any) -> Cdn:
    behaviour = config["DefaultCacheBehavior"]
    found = cloudfront.get_cache_policy_config(Id=behaviour["CachePolicyId"])
    policy = found["CachePolicyConfig"]
    encodings = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    return Cdn(
        price_class=config["PriceClass"],
        min_seconds=policy["MinTTL"],
        max_seconds=policy["MaxTTL"],
        gzip=behaviour["Compress"] and encodings["EnableAcceptEncodingGzip"],
        brotli=behaviour["Compress"] and encodings["EnableAcceptEncodingBrotli"],
    )


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
    return _tagged(instance["TagList"])


def _tagged(tags: Iterable[Mapping[str, Any]]) -> str:
    return next(str(tag["Value"]) for tag in tags if tag["Key"] == "Name")


def _caches(elasticache: Any) -> dict[str, Cache]:
    pages = elasticache.get_paginator("describe_replication_groups").paginate()
    groups = [group for page in pages for group in page["ReplicationGroups"]]
    return {
        _tagged(elasticache.list_tags_for_resource(ResourceName=group["ARN"])["TagList"]): _cache(
            elasticache, group
        )
        for group in groups
    }


def _cache(elasticache: Any, group: Mapping[str, Any]) -> Cache:
    found = elasticache.describe_cache_clusters(CacheClusterId=group["MemberClusters"][0])
    member = found["CacheClusters"][0]
    of_group = member["CacheParameterGroup"]["CacheParameterGroupName"]
    pages = elasticache.get_paginator("describe_cache_parameters").paginate(CacheParameterGroupName=of_group)
    parameters = [item for page in pages for item in page["Parameters"]]
    values = {item["ParameterName"]: str(item.get("ParameterValue")) for item in parameters}
    shards = len(group["NodeGroups"])
    return Cache(
        engine=f"{member['Engine']} {member['EngineVersion'].split('.')[0]}",
        node_type=group["CacheNodeType"],
        shards=shards,
        replicas=len(group["MemberClusters"]) - shards,
        reserved_percent=int(values["reserved-memory-percent"]),
        eviction_policy=values["maxmemory-policy"],
        daily_snapshots=group["SnapshotRetentionLimit"] > 0,
    )


def _brokers(mq: Any) -> dict[str, Broker]:
    ids = [item["BrokerId"] for item in mq.list_brokers()["BrokerSummaries"]]
    found = [mq.describe_broker(BrokerId=id) for id in ids]
    return {
        item["Tags"]["Name"]: Broker(
            # Told in capitals, whatever was asked for.
            engine={"RABBITMQ": "RabbitMQ"}.get(item["EngineType"].upper(), item["EngineType"]),
            deployment_mode=item["DeploymentMode"],
        )
        for item in found
    }


def _search_domains(opensearch: Any) -> dict[str, SearchDomain]:
    names = [item["DomainName"] for item in opensearch.list_domain_names()["DomainNames"]]
    found = [opensearch.describe_domain(DomainName=name)["DomainStatus"] for name in names]
    return {
        _tagged(opensearch.list_tags(ARN=item["ARN"])["TagList"]): SearchDomain(
            engine=item["EngineVersion"].split("_")[0]
        )
        for item in found
    }


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
        pool_size=int(environment["POOL_SIZE"]),
        pool_overflow=int(environment["POOL_OVERFLOW"]),
        pool_recycle_seconds=int(environment["POOL_RECYCLE_SECONDS"]),
        reader_pool_size=int(environment["REPLICA_POOL_SIZE"]),
        deadline_seconds=deployment.spec.progress_deadline_seconds,
        max_unavailable=deployment.spec.strategy.rolling_update.max_unavailable,
    )


def _workers(deployment: Any) -> Workers:
    (container,) = deployment.spec.template.spec.containers
    environment = {item.name: item.value for item in container.env}
    return Workers(
        pods=deployment.status.ready_replicas or 0, concurrency=int(environment["WORKER_CONCURRENCY"])
    )
