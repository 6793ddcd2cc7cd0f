"""What is watched of jobs that are queued on Redis: the app counts them, as ElastiCache does not."""

from components.operations.rule import LASTING, SOON, Rule, Table, of

# By the app's own word, of which a beat's role may write no other: app/jobs/backlog.py.
NAMESPACE = "SoftFactory/Jobs"

# By shape of the app, over all its queues.
ON_REDIS = Table(
    kind="jobs",
    namespace=NAMESPACE,
    rules=(
        Rule(
            name="depth",
            says="Ten thousand jobs wait for a quarter of an hour, or nobody says how many",
            runbook="drain-queues",
            metrics=of("Waiting", "Minimum"),
            comparison=">",
            limit=10_000,
            window=LASTING,
            missing="breaching",
        ),
        Rule(
            name="dead-letters",
            says="A job failed for good and waits for somebody to decide",
            runbook="drain-queues",
            metrics=of("Dead", "Maximum"),
            comparison=">",
            limit=0,
            window=SOON,
            # That nobody says how many there are is the other alarm.
            missing="ignore",
        ),
    ),
)
