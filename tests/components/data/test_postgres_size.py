from typing import Any

import pytest
from pydantic import ValidationError

from components.data.postgres_size import PostgresSize

VALUES: dict[str, Any] = {
    "datasets": ("platform", "coocook"),
    "instance_class": "db.t3.large",
    "storage_gib": 50,
    "max_connections": 600,
    "multi_az": False,
    "backup_days": 7,
    "log_retention_days": 14,
    "replicas": 2,
    "replica_instance_class": "db.t4g.medium",
    "protected": True,
}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"backup_days": 0},
            "backup_days: got 0; allowed: 1 to 35 with 2 replicas, which are made from backups; "
            "raise backup_days or set replicas to 0",
        ),
        (
            {"replica_instance_class": None},
            "replica_instance_class: got nothing; allowed: a class with 2 replicas; "
            "add replica_instance_class or set replicas to 0",
        ),
        (
            {"replicas": 0},
            "replica_instance_class: got db.t4g.medium; allowed: no such key with 0 replicas; "
            "remove it or raise replicas",
        ),
        (
            {"max_connections": 749},
            "max_connections: got 749; allowed: 20 to 748 with db.t3.large, whose memory holds no more; "
            "lower max_connections or take a larger instance_class",
        ),
        ({"instance_class": "t3.large"}, "instance_class"),
        ({"storage_gib": 19}, "storage_gib"),
        ({"replicas": 16}, "replicas"),
    ],
)
def test_a_size_that_rds_would_refuse_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        PostgresSize.model_validate({**VALUES, **values})


def test_all_connections_that_the_class_has_may_be_used() -> None:
    assert PostgresSize.model_validate({**VALUES, "max_connections": 748}).max_connections == 748
