"""Brokers take changes up when they are rebooted, and keep the users that they were made with."""

from typing import Any

import pytest

from tests.localcloud.aws.conftest import Deployed, Engine
from tests.localcloud.aws.examples import EXAMPLES, World
from tests.localcloud.aws.examples.brokers import BROKER


@pytest.fixture
def inputs(engine: Engine) -> dict[str, Any]:
    return EXAMPLES[BROKER].inputs(World(engine))


def _type(engine: Engine, broker: Deployed) -> str:
    state = engine.read(broker)
    assert state is not None
    return str(state.inputs["hostInstanceType"])


def test_a_change_waits_for_the_maintenance_window_unless_it_is_applied_at_once(
    engine: Engine, inputs: dict[str, Any]
) -> None:
    broker = engine.create(BROKER, "jobs", **inputs)
    larger = {**inputs, "hostInstanceType": "mq.m7g.large"}
    engine.update(broker, **{**larger, "applyImmediately": False})
    assert _type(engine, broker) == "mq.m7g.medium"
    largest = {**inputs, "hostInstanceType": "mq.m7g.xlarge", "applyImmediately": True}
    engine.update(broker, **largest)
    assert _type(engine, broker) == "mq.m7g.xlarge"


def test_other_users_are_no_change_and_a_refresh_keeps_them(engine: Engine, inputs: dict[str, Any]) -> None:
    broker = engine.create(BROKER, "jobs", **inputs)
    users = [{"username": "jobs", "password": "another-long-password"}]
    assert not engine.plan(broker, **{**inputs, "users": users})[1].changes
    state = engine.read(broker)
    assert state is not None
    assert state.inputs["users"] == inputs["users"]


def test_a_broker_has_one_endpoint_and_console(engine: Engine, inputs: dict[str, Any]) -> None:
    (instance,) = engine.create(BROKER, "jobs", **inputs).outputs["instances"]
    assert instance["endpoints"][0].startswith("amqps://")
    assert instance["consoleUrl"].startswith("https://")


def test_the_next_version_of_a_configuration_is_its_next_revision(engine: Engine) -> None:
    kind = "aws:mq/configuration:Configuration"
    inputs = EXAMPLES[kind].inputs(World(engine))
    configuration = engine.create(kind, **inputs)
    first = configuration.outputs["latestRevision"]
    engine.update(configuration, **{**inputs, "data": "heartbeat = 60\n"})
    assert configuration.outputs["latestRevision"] == first + 1


def test_what_is_not_to_be_destroyed_stays(engine: Engine) -> None:
    kind = "aws:mq/configuration:Configuration"
    inputs = EXAMPLES[kind].inputs(World(engine))
    configuration = engine.create(kind, **inputs, skipDestroy=True)
    engine.delete(configuration)
    assert engine.read(configuration) is not None
