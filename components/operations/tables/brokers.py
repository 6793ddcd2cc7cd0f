"""What is watched of RabbitMQ on Amazon MQ; memory and disk are the sums of its nodes."""

from components.operations.rule import LASTING, SOON, Metric, Rule, Table, of

# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html
_NAMESPACE = "AWS/AmazonMQ"

BROKER = Table(
    kind="broker",
    namespace=_NAMESPACE,
    rules=(
        Rule(
            name="cpu",
            says="CPU above 80 % for a quarter of an hour, or no word from the broker",
            runbook="relieve-broker",
            metrics=of("SystemCpuUtilization", "Average"),
            comparison=">",
            limit=80,
            window=LASTING,
            missing="breaching",
        ),
        Rule(
            name="memory",
            says="Over 80 % of the memory is used at which the broker stops taking messages",
            runbook="relieve-broker",
            metrics={
                "used": Metric(name="RabbitMQMemUsed", statistic="Maximum"),
                "most": Metric(name="RabbitMQMemLimit", statistic="Maximum"),
            },
            expression="100 * used / most",
            comparison=">",
            limit=80,
            window=SOON,
            missing="notBreaching",
        ),
        Rule(
            name="disk",
            says="The free disk is less than twice that at which the broker stops taking messages",
            runbook="relieve-broker",
            metrics={
                "free": Metric(name="RabbitMQDiskFree", statistic="Minimum"),
                "least": Metric(name="RabbitMQDiskFreeLimit", statistic="Maximum"),
            },
            expression="free / least",
            comparison="<",
            limit=2,
            window=SOON,
            missing="notBreaching",
        ),
        Rule(
            name="connections",
            says="Over 80 % of the connections that the broker holds are open",
            runbook="relieve-broker",
            metrics=of("ConnectionCount", "Maximum"),
            comparison=">",
            limit="connections",
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="depth",
            says="Ten thousand jobs wait for a quarter of an hour: workers do not keep up",
            runbook="drain-queues",
            metrics=of("MessageReadyCount", "Minimum"),
            comparison=">",
            limit=10_000,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="unacknowledged",
            says="Workers hold a thousand jobs for a quarter of an hour: some hang",
            runbook="drain-queues",
            metrics=of("MessageUnacknowledgedCount", "Minimum"),
            comparison=">",
            limit=1_000,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)

# One queue, by broker, virtual host and name.
DEAD_LETTERS = Table(
    kind="dead letters",
    namespace=_NAMESPACE,
    rules=(
        Rule(
            name="not-empty",
            says="A job failed for good and waits for somebody to decide",
            runbook="drain-queues",
            metrics=of("MessageCount", "Maximum"),
            comparison=">",
            limit=0,
            window=SOON,
            # Of an idle queue Amazon MQ may send nothing.
            missing="ignore",
        ),
    ),
)
