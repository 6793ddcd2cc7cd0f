import pytest

from app.domain.catalog import QUEUES
from app.jobs.configuration import BACKOFF_LIMIT_SECONDS, HARD_LIMIT_SECONDS, configuration
from app.settings import load
from tests.app.settings_values import COMPLETE

BROKERS = {"redis": "rediss://:pw@state.test:6379/0", "rabbitmq": "amqps://app:pw@jobs.test:5671/"}


@pytest.mark.parametrize("broker", BROKERS.values(), ids=BROKERS)
def test_a_job_is_ended_after_five_minutes(broker: str) -> None:
    made = configuration(load(COMPLETE | {"BROKER_URL": broker}), "monolith")
    assert made["task_time_limit"] == 5 * 60
    assert made["task_soft_time_limit"] == 270


def test_a_waiting_job_is_not_given_out_twice() -> None:
    made = configuration(load(COMPLETE | {"BROKER_URL": BROKERS["redis"]}), "monolith")
    visibility = made["broker_transport_options"]["visibility_timeout"]
    assert visibility == 1800 > BACKOFF_LIMIT_SECONDS + HARD_LIMIT_SECONDS


def test_the_assistant_s_jobs_have_a_queue_of_their_own_on_the_broker() -> None:
    assert set(QUEUES) == {"sns", "email", "background", "crawl", "ai"}
