"""The parameters of PostgreSQL that the platform sets, the same for a primary and its replicas."""

import pulumi_aws as aws

# A statement that takes longer is written to the log, in full.
SLOW_QUERY_MS = 500


def postgres_parameters(max_connections: int) -> list[aws.rds.ParameterGroupParameterArgsDict]:
    """Return them; static ones take a restart, which a new instance or a change of class is."""
    at_once = {
        "rds.force_ssl": "1",
        "log_min_duration_statement": str(SLOW_QUERY_MS),
        "log_lock_waits": "1",
        "log_connections": "1",
        "log_disconnections": "1",
    }
    at_restart = {
        # Needed to split a database later, and static: set from the first day.
        "rds.logical_replication": "1",
        "max_connections": str(max_connections),
    }
    return [*_applied("immediate", at_once), *_applied("pending-reboot", at_restart)]


def _applied(method: str, values: dict[str, str]) -> list[aws.rds.ParameterGroupParameterArgsDict]:
    return [{"name": name, "value": value, "apply_method": method} for name, value in values.items()]
