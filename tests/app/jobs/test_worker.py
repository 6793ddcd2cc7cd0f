from typing import Any

from app.domain.catalog import TASKS
from app.jobs.worker import celery_init_app
from app.operability.metrics import JOBS
from app.settings import load
from tests.app.jobs.test_configuration import BROKERS
from tests.app.settings_values import COMPLETE


def test_what_has_not_failed_yet_is_told_as_zero() -> None:
    """So that the first job that fails for good is seen as a rise."""
    runner: Any = None
    celery_init_app(load(COMPLETE | {"BROKER_URL": BROKERS["rabbitmq"]}), "ai", lambda: runner, None)
    (family,) = JOBS.collect()
    told = {
        (sample.labels["task"], sample.labels["outcome"])
        for sample in family.samples
        if sample.name.endswith("_total")
    }
    assert {(task, outcome) for task in TASKS for outcome in ("done", "retried", "dead")} <= told
