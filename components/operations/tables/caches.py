"""What is watched of Valkey on ElastiCache, node by node."""

from components.operations.rule import HOURLY, LASTING, Metric, Rule, Table, of

# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
_NAMESPACE = "AWS/ElastiCache"

_NODE = (
    Rule(
        name="engine-cpu",
        # Commands run on one core, so the CPU of the whole node hides it.
        says="The core that runs the commands is above 80 %, or no word from the node",
        runbook="relieve-cache",
        metrics=of("EngineCPUUtilization", "Average"),
        comparison=">",
        limit=80,
        window=LASTING,
        missing="breaching",
    ),
    Rule(
        name="credits",
        says="The CPU credits are nearly gone: from then on the node is slowed down to its baseline",
        runbook="relieve-cache",
        metrics=of("CPUCreditBalance", "Minimum"),
        comparison="<",
        limit=20,
        window=LASTING,
        # Only burstable nodes have credits.
        missing="notBreaching",
    ),
    Rule(
        name="swap",
        says="The node swaps: it is short of memory beside the data",
        runbook="relieve-cache",
        metrics=of("SwapUsage", "Maximum"),
        comparison=">",
        limit=50 * 2**20,
        window=LASTING,
        missing="notBreaching",
    ),
)

_HIT_RATE = Rule(
    name="hit-rate",
    says="Fewer reads of the hour were answered from the cache than the phase counts on",
    runbook="relieve-cache",
    metrics={
        "hits": Metric(name="CacheHits", statistic="Sum"),
        "misses": Metric(name="CacheMisses", statistic="Sum"),
    },
    # A few reads say nothing, and none at all divide by zero.
    expression="IF(hits + misses > 1000, 100 * hits / (hits + misses), 100)",
    comparison="<",
    limit="hit_rate_percent",
    window=HOURLY,
    missing="notBreaching",
)

_KEPT = (
    Rule(
        name="memory",
        says="Over 80 % of the memory for data is used; at 100 % writes are refused",
        runbook="relieve-cache",
        metrics=of("DatabaseMemoryUsagePercentage", "Maximum"),
        comparison=">",
        limit=80,
        window=LASTING,
        missing="notBreaching",
    ),
    Rule(
        name="evictions",
        # Sessions and queued jobs are in it: its policy is to evict nothing.
        says="Something was evicted that must not be",
        runbook="relieve-cache",
        metrics=of("Evictions", "Sum"),
        comparison=">",
        limit=0,
        window=LASTING,
        missing="notBreaching",
    ),
    Rule(
        name="lag",
        says="The replica is more than a second behind its primary",
        runbook="relieve-cache",
        metrics=of("ReplicationLag", "Maximum"),
        comparison=">",
        limit=1,
        window=LASTING,
        # Only replicas have a lag, and which node is one changes with a failover.
        missing="notBreaching",
    ),
)

CACHE = Table(kind="cache", namespace=_NAMESPACE, rules=(*_NODE, _HIT_RATE))
STATE = Table(kind="state", namespace=_NAMESPACE, rules=(*_NODE, *_KEPT))
