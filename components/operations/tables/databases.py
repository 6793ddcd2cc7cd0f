"""What is watched of PostgreSQL on RDS."""

from components.operations.rule import LASTING, Metric, Rule, Table, Window, of

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
_NAMESPACE = "AWS/RDS"

_BOTH = (
    Rule(
        name="cpu",
        says="CPU above 80 % for a quarter of an hour, or no word from the database",
        runbook="relieve-database",
        metrics=of("CPUUtilization", "Average"),
        comparison=">",
        limit=80,
        window=LASTING,
        missing="breaching",
    ),
    Rule(
        name="memory",
        says="Less than a tenth of the memory can be freed",
        runbook="relieve-database",
        metrics=of("FreeableMemory", "Average"),
        comparison="<",
        limit="memory_bytes",
        window=LASTING,
        missing="notBreaching",
    ),
    Rule(
        name="connections",
        says="Over 80 % of the connections that the class really holds are open",
        runbook="relieve-database",
        metrics=of("DatabaseConnections", "Maximum"),
        comparison=">",
        limit="connections",
        window=LASTING,
        missing="notBreaching",
    ),
    Rule(
        name="storage",
        # RDS grows storage by itself when a tenth is free; half of that left means that it could not.
        says="Less than a twentieth of the storage is free: it did not grow by itself",
        runbook="extend-storage",
        metrics=of("FreeStorageSpace", "Minimum"),
        comparison="<",
        limit="storage_bytes",
        window=LASTING,
        missing="notBreaching",
    ),
)

# Of the burstable classes only: RDS runs them unlimited, so an empty balance is billed, not slowed down.
_CREDITS = Rule(
    name="credits",
    says="The CPU credits are nearly gone: from then on the CPU above the baseline is billed",
    runbook="relieve-database",
    metrics=of("CPUCreditBalance", "Minimum"),
    comparison="<",
    limit=20,
    window=LASTING,
    missing="notBreaching",
)

_PRIMARY = (
    Rule(
        name="slot-lag",
        says="A replication slot holds back a tenth of the storage: its reader is gone or too slow",
        runbook="catch-up-replica",
        metrics=of("OldestReplicationSlotLag", "Maximum"),
        comparison=">",
        limit="log_bytes",
        window=LASTING,
        missing="notBreaching",
    ),
    Rule(
        name="log-disk",
        says="The write-ahead log fills a tenth of the storage",
        runbook="catch-up-replica",
        metrics=of("TransactionLogsDiskUsage", "Maximum"),
        comparison=">",
        limit="log_bytes",
        window=LASTING,
        missing="notBreaching",
    ),
    Rule(
        name="transaction-ids",
        # PostgreSQL stops taking writes at two billion.
        says="Half of the transaction ids are used: autovacuum does not keep up",
        runbook="relieve-database",
        metrics=of("MaximumUsedTransactionIDs", "Maximum"),
        comparison=">",
        limit=1_000_000_000,
        window=LASTING,
        missing="notBreaching",
    ),
)

_REPLICA = (
    Rule(
        name="lag",
        says="The replica was more than a second behind within ten minutes, or does not replicate at all",
        runbook="catch-up-replica",
        # RDS says -1 of a replica that does not replicate.
        metrics={
            "lag": Metric(name="ReplicaLag", statistic="Maximum"),
            "least": Metric(name="ReplicaLag", statistic="Minimum"),
        },
        expression="IF(least < 0, 86400, lag)",
        comparison=">",
        limit=1,
        window=Window(seconds=600),
        missing="breaching",
    ),
)

PRIMARY = Table(kind="primary", namespace=_NAMESPACE, rules=(*_BOTH, *_PRIMARY))
BURSTABLE_PRIMARY = Table(kind="primary", namespace=_NAMESPACE, rules=(*_BOTH, _CREDITS, *_PRIMARY))
REPLICA = Table(kind="replica", namespace=_NAMESPACE, rules=(*_BOTH, *_REPLICA))
BURSTABLE_REPLICA = Table(kind="replica", namespace=_NAMESPACE, rules=(*_BOTH, _CREDITS, *_REPLICA))
