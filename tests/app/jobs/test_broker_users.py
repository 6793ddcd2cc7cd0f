"""The app connects to a real RabbitMQ as a user that may use it and may not administer it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from kombu import Connection

from app.backing.rabbitmq import RabbitMq
from app.backing.tls import Certificates
from app.jobs.dead_letters import declare_dead_letter_queues
from app.jobs.worker import celery_client
from app.settings import load
from tests.app.waiting import eventually

pytestmark = pytest.mark.services
PASSWORDS = {"app_a": "first-of-a", "app_b": "first-of-b"}


@pytest.fixture(scope="module")
def rabbitmq(folder: Path, certificates: Certificates) -> Iterator[RabbitMq]:
    server = RabbitMq(folder / "rabbitmq-with-console", certificates, console=True).start()
    yield server
    server.stop()


def make(rabbitmq: RabbitMq, certificates: Certificates, passwords: dict[str, str]) -> None:
    user, password = rabbitmq.administrator
    variables = {
        "BROKER_CONSOLE_URL": rabbitmq.console_url,
        "BROKER_ADMIN_USER": user,
        "BROKER_ADMIN_PASSWORD": password,
        "BROKER_PASSWORDS": json.dumps(passwords),
        "BROKER_CA_FILE": str(certificates.ca_file),
    }
    command = [sys.executable, "-m", "app.processes", "broker-users"]
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def status(rabbitmq: RabbitMq, certificates: Certificates, login: str, password: str) -> int:
    verify = httpx.create_ssl_context(verify=str(certificates.ca_file))
    url = f"{rabbitmq.console_url}/api/users"
    return httpx.get(url, auth=(login, password), verify=verify, timeout=30).status_code


def let_in(rabbitmq: RabbitMq, certificates: Certificates, login: str, password: str) -> bool:
    trust = {"ca_certs": str(certificates.ca_file), "server_hostname": "localhost"}
    address = f"amqps://{login}:{password}@localhost:{rabbitmq.port}"
    with Connection(address, ssl=trust) as connection:
        try:
            connection.connect()
        except connection.channel_errors:  # a refusal; no connection at all is another kind
            return False
        return True


def test_the_app_s_users_use_the_broker_and_do_not_administer_it(
    rabbitmq: RabbitMq, certificates: Certificates, phase2: dict[str, str]
) -> None:
    eventually(lambda: status(rabbitmq, certificates, *rabbitmq.administrator) == 200, "the console")
    make(rabbitmq, certificates, PASSWORDS)
    address = f"amqps://app_a:{PASSWORDS['app_a']}@localhost:{rabbitmq.port}"
    settings = load({**phase2, "BROKER_URL": address, "BROKER_CA_FILE": str(certificates.ca_file)})
    celery = celery_client(settings, "coocook")
    # All that the app does with it: queues and exchanges made, jobs put and taken.
    declare_dead_letter_queues(celery, "coocook")
    connection: Connection
    with celery.connection_for_write() as connection:
        channel = connection.default_channel
        for queue in celery.amqp.queues.values():
            queue(channel).declare()
        celery.send_task("send_email", args=("coocook", "1"), ignore_result=True)
        taken = eventually(lambda: channel.basic_get("coocook.email", no_ack=True), "the job")
    assert taken.headers["task"] == "send_email"
    assert status(rabbitmq, certificates, "app_a", PASSWORDS["app_a"]) in (401, 403)

    # Another password for the one that is not in use disturbs nobody.
    make(rabbitmq, certificates, {**PASSWORDS, "app_b": "second-of-b"})
    assert let_in(rabbitmq, certificates, "app_a", "first-of-a")
    assert let_in(rabbitmq, certificates, "app_b", "second-of-b")
    assert not let_in(rabbitmq, certificates, "app_b", "first-of-b")
