"""What is watched of OpenSearch."""

from components.operations.rule import LASTING, SOON, Rule, Table, of

# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html
SEARCH = Table(
    kind="search",
    namespace="AWS/ES",
    rules=(
        Rule(
            name="red",
            says="A primary shard is on no node: searches miss results and writes are refused",
            runbook="recover-search",
            metrics=of("ClusterStatus.red", "Maximum"),
            comparison=">=",
            limit=1,
            window=SOON,
            missing="breaching",
        ),
        Rule(
            name="yellow",
            says="A replica shard is on no node for a quarter of an hour: one more loss and data is gone",
            runbook="recover-search",
            metrics=of("ClusterStatus.yellow", "Maximum"),
            comparison=">=",
            limit=1,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="storage",
            # In MiB, of the fullest node.
            says="Less than a quarter of a node's storage is free",
            runbook="extend-storage",
            metrics=of("FreeStorageSpace", "Minimum"),
            comparison="<",
            limit="storage_mib",
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="jvm-memory",
            says="The heap of a node is above 85 % for a quarter of an hour",
            runbook="recover-search",
            metrics=of("JVMMemoryPressure", "Maximum"),
            comparison=">",
            limit=85,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="cpu",
            says="CPU above 80 % for a quarter of an hour",
            runbook="recover-search",
            metrics=of("CPUUtilization", "Average"),
            comparison=">",
            limit=80,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="writes",
            says="The domain takes no writes",
            runbook="recover-search",
            metrics=of("ClusterIndexWritesBlocked", "Maximum"),
            comparison=">=",
            limit=1,
            window=SOON,
            missing="notBreaching",
        ),
    ),
)
