from components.data.postgres_parameters import postgres_parameters
from localcloud.aws.extension.rds.parameters import PARAMETERS


def test_they_are_explicit() -> None:
    assert {item["name"]: item["value"] for item in postgres_parameters(600)} == {
        "rds.force_ssl": "1",
        "rds.logical_replication": "1",
        "max_connections": "600",
        "log_min_duration_statement": "500",
        "log_lock_waits": "1",
        "log_connections": "1",
        "log_disconnections": "1",
    }


def test_static_ones_wait_for_a_restart_and_the_others_do_not() -> None:
    methods = {"static": "pending-reboot", "dynamic": "immediate"}
    for item in postgres_parameters(600):
        assert item["apply_method"] == methods[PARAMETERS[str(item["name"])].apply_type]
