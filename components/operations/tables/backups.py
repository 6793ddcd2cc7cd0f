"""What is watched of the vault of backups."""

from components.operations.rule import HOURLY, Rule, Table, of

VAULT = Table(
    kind="vault",
    namespace="AWS/Backup",
    rules=(
        Rule(
            name="failed-jobs",
            says="A backup failed",
            runbook="repair-backups",
            metrics=of("NumberOfBackupJobsFailed", "Sum"),
            comparison=">",
            limit=0,
            window=HOURLY,
            missing="notBreaching",
        ),
    ),
)
