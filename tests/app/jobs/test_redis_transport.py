import pytest
from kombu import Connection
from redis.exceptions import ConnectionError as RedisConnectionError

from app.jobs.configuration import configuration
from app.jobs.redis_transport import Channel, Transport
from app.settings import load
from tests.app.settings_values import COMPLETE


@pytest.fixture
def connection() -> Connection:
    made = configuration(load(COMPLETE | {"BROKER_URL": "rediss://:pw@state.test:6379/0"}), "monolith")
    return Connection(made["broker_url"], transport=made["broker_transport"], ssl=made["broker_use_ssl"])


def test_it_is_the_transport_of_workers_on_redis(connection: Connection) -> None:
    assert isinstance(connection.transport, Transport)
    assert connection.hostname == "state.test"


def test_a_channel_knows_its_address_until_it_is_given_up(connection: Connection) -> None:
    channel = Channel.__new__(Channel)
    channel.connection = connection.transport
    assert channel._connparams()["host"] == "state.test"
    channel.connection.client = None
    with pytest.raises(RedisConnectionError, match="given up"):
        channel._connparams()
    assert issubclass(RedisConnectionError, connection.connection_errors)
