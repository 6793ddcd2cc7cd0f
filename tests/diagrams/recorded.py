"""The facts of a platform as the program asks the engine for it."""

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
from tests.recording import Recorded, Recording

_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"


def read(recording: Recording) -> Facts:
    """Read the inputs of a recording."""
    instances = recording.of("aws:rds/instance:Instance").values()
    paging = {
        item.inputs["topic"]
        for item in recording.of("aws:sns/topicSubscription:TopicSubscription").values()
        if PAGERDUTY in item.inputs["endpoint"]
    }
    deployments = recording.of("kubernetes:apps/v1:Deployment").values()
    return Facts(
        databases={
            item.name: _database(item, [other for other in instances if _follows(other, item)])
            for item in instances
            if "replicateSourceDb" not in item.inputs
        },
        caches={
            item.name: _cache(item, recording.one(_PARAMETERS, item.name))
            for item in recording.of("aws:elasticache/replicationGroup:ReplicationGroup").values()
        },
        brokers={
            item.name: Broker(engine=item.inputs["engineType"], deployment_mode=item.inputs["deploymentMode"])
            for item in recording.of("aws:mq/broker:Broker").values()
        },
        search_domains={
            item.name: SearchDomain(engine=item.inputs["engineVersion"].split("_")[0])
            for item in recording.of("aws:opensearch/domain:Domain").values()
        },
        web_services={
            item.inputs["metadata"]["name"]: _web_service(item)
            for item in deployments
            if component(item) == "web"
        },
        workers={
            item.inputs["metadata"]["name"].removesuffix("-worker"): _workers(item)
            for item in deployments
            if component(item) == "worker"
        },
        budgets={
            name: Budget(monthly_usd=int(item.inputs["limitAmount"]))
            for name, item in recording.of("aws:budgets/budget:Budget").items()
        },
        alarms={
            name: Alarm(limit=item.inputs["threshold"], pages=set(item.inputs["alarmActions"]) <= paging)
            for name, item in recording.of("aws:cloudwatch/metricAlarm:MetricAlarm").items()
        },
        cdns={
            name: _cdn(item, recording)
            for name, item in recording.of("aws:cloudfront/distribution:Distribution").items()
        },
    )


def component(item: Recorded) -> str:
    return str(item.inputs["metadata"]["labels"]["app.kubernetes.io/component"])


def _follows(replica: Recorded, primary: Recorded) -> bool:
    return str(replica.inputs.get("replicateSourceDb", "")).startswith(f"{primary.name}-") and (
        replica.parent == primary.parent
    )


def _database(primary: Recorded, replicas: list[Recorded]) -> Database:
    inputs = primary.inputs
    return Database(
        engine=inputs["engine"],
        version=inputs["engineVersion"].split(".")[0],
        instance_class=inputs["instanceClass"],
        storage_gib=int(inputs["allocatedStorage"]),
        multi_az=inputs["multiAz"],
        daily_backups=inputs["backupRetentionPeriod"] > 0,
        replica_classes=tuple(sorted(item.inputs["instanceClass"] for item in replicas)),
    )


def _cache(group: Recorded, parameters: Recorded) -> Cache:
    inputs = group.inputs
    values = {item["name"]: item["value"] for item in parameters.inputs["parameters"]}
    shards = int(inputs.get("numNodeGroups", 1))
    nodes = int(inputs.get("numCacheClusters", shards * (1 + int(inputs.get("replicasPerNodeGroup", 0)))))
    return Cache(
        engine=f"{inputs['engine']} {inputs['engineVersion'].split('.')[0]}",
        node_type=inputs["nodeType"],
        shards=shards,
        replicas=nodes - shards,
        reserved_percent=int(values["reserved-memory-percent"]),
        eviction_policy=values["maxmemory-policy"],
        daily_snapshots=inputs["snapshotRetentionLimit"] > 0,
    )


def _cdn(distribution: Recorded, recording: Recording) -> Cdn:
    behaviour = distribution.inputs["defaultCacheBehavior"]
    (policy,) = (
        item.inputs
        for name, item in recording.of("aws:cloudfront/cachePolicy:CachePolicy").items()
        if f"{name}-id" == behaviour["cachePolicyId"]
    )
    encodings = policy["parametersInCacheKeyAndForwardedToOrigin"]
    return Cdn(
        price_class=distribution.inputs["priceClass"],
        min_seconds=int(policy["minTtl"]),
        max_seconds=int(policy["maxTtl"]),
        gzip=behaviour["compress"] and encodings["enableAcceptEncodingGzip"],
        brotli=behaviour["compress"] and encodings["enableAcceptEncodingBrotli"],
    )


def _web_service(deployment: Recorded) -> WebService:
    spec = deployment.inputs["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    environment = {item["name"]: item["value"] for item in container["env"]}
    return WebService(
        port=int(container["ports"][0]["containerPort"]),
        pods=int(spec["replicas"]),
        workers_per_pod=int(environment["WEB_CONCURRENCY"]),
        worker_class=environment["WORKER_CLASS"],
        worker_timeout_seconds=int(environment["WORKER_TIMEOUT_SECONDS"]),
        pool_size=int(environment["POOL_SIZE"]),
        pool_overflow=int(environment["POOL_OVERFLOW"]),
        pool_recycle_seconds=int(environment["POOL_RECYCLE_SECONDS"]),
        reader_pool_size=int(environment["REPLICA_POOL_SIZE"]),
        deadline_seconds=int(spec["progressDeadlineSeconds"]),
        max_unavailable=int(spec["strategy"]["rollingUpdate"]["maxUnavailable"]),
    )


def _workers(deployment: Recorded) -> Workers:
    spec = deployment.inputs["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    environment = {item["name"]: item["value"] for item in container["env"]}
    return Workers(pods=int(spec["replicas"]), concurrency=int(environment["WORKER_CONCURRENCY"]))
