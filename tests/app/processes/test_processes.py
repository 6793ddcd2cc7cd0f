"""Each process as the image starts it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import psutil
import psycopg
import pytest
from simple_websocket import Client
from simple_websocket import ConnectionError as Refused

from app.backing.outside import CHARGES, FakeOutside
from app.backing.postgres import ADMIN, Postgres
from app.backing.process import free_port
from app.database.roles import wanted_logins
from app.identity.tokens import TokenWriter
from app.processes.__main__ import PROCESSES, main
from tests.app.api import Got, Person
from tests.app.contract.world import booking, new_chef, tomorrow
from tests.app.waiting import PATIENCE_SECONDS, eventually, is_ready

pytestmark = pytest.mark.services

# What one idle gunicorn worker may hold, by the diagram.
WORKER_MIB = 150

Start = Callable[..., "tuple[subprocess.Popen[bytes], str]"]


@contextmanager
def starting() -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(name: str, variables: dict[str, str], **more: str) -> "tuple[subprocess.Popen[bytes], str]":
        port = str(free_port())
        web = {"PORT": port, "WEB_CONCURRENCY": "2", "WORKER_CLASS": "sync", "WORKER_TIMEOUT_SECONDS": "30"}
        command = [sys.executable, "-m", "app.processes", name]
        process = subprocess.Popen(command, env=os.environ | variables | web | more)
        started.append(process)
        base = f"http://127.0.0.1:{port}"

        def ready() -> bool:
            assert process.poll() is None, f"{name} ended with {process.returncode}"
            return is_ready(base)

        eventually(ready, f"{name} ready")
        return process, base

    yield begin
    for process in started:
        process.terminate()
        process.wait(40)


@pytest.fixture
def start() -> Iterator[Start]:
    with starting() as begin:
        yield begin


@pytest.fixture(scope="module")
def monolith(phase1: dict[str, str]) -> Iterator["tuple[subprocess.Popen[bytes], str]"]:
    """The one of phase 1, which takes as long to start as a test."""
    with starting() as begin:
        yield begin("monolith", phase1)


def at(base: str) -> Person:
    # A connection that is kept open holds up the end of a gevent worker.
    client = httpx.Client(
        base_url=base, timeout=PATIENCE_SECONDS, limits=httpx.Limits(max_keepalive_connections=0)
    )

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Got:
        answer = client.request(method, path, headers=headers, content=body)
        return Got(answer.status_code, answer.headers, answer.content)

    return Person(send)


def test_the_monolith_of_phase_1_in_sync_workers(
    monolith: "tuple[subprocess.Popen[bytes], str]", outside: FakeOutside
) -> None:
    process, base = monolith
    me = at(base).signed_up()
    chef = me("POST", "/api/coocook/chefs", new_chef(), status=201)
    assert me.raw("GET", "/api/events").status == 404
    # Of both workers together.
    text = eventually(lambda: httpx.get(f"{base}/metrics").text, "metrics")
    assert 'app_requests_total{endpoint="platform.sign_up",status="201"} 1.0' in text
    workers = psutil.Process(process.pid).children()
    assert len(workers) == 2
    heaviest = max(worker.memory_full_info().pss for worker in workers)
    assert heaviest < WORKER_MIB * 2**20
    assert httpx.get(f"{base}/api/openapi.json").json()["openapi"].startswith("3.1")
    # A payment whose worker is killed while the provider charges is found again by its key.
    order = {"kind": "booking", "reference_id": booking(me, chef["id"], 1), "source": "card_1"}
    begun, asked = len(outside.ledger.begun), len(outside.ledger.asked)
    outside.ledger.seconds = 1.0

    def pay() -> None:
        with suppress(httpx.HTTPError):
            me("POST", "/api/payment/payments", order, key="k")

    paying = threading.Thread(target=pay)
    paying.start()
    eventually(lambda: len(outside.ledger.begun) > begun, "the charge's beginning")
    asking = [worker for worker in workers if asks(worker, outside)]
    assert len(asking) == 1
    asking[0].kill()
    paying.join()
    outside.ledger.seconds = 0.0
    charges = sum(path == CHARGES for path, _ in outside.ledger.effects)
    assert me("GET", "/api/payment/payments")["items"][0]["status"] == "charging"
    assert me("POST", "/api/payment/payments", order, status=201, key="k")["status"] == "paid"
    eventually(lambda: len(outside.ledger.asked) > asked + 1, "the end of both charges")
    assert sum(path == CHARGES for path, _ in outside.ledger.effects) == charges + 1


def asks(worker: psutil.Process, outside: FakeOutside) -> bool:
    return any(
        one.raddr and one.raddr.port == urlsplit(outside.base).port and one.status == psutil.CONN_ESTABLISHED
        for one in worker.net_connections()
    )


def test_the_monolith_of_phase_2_in_gevent_workers_tells_open_pages(
    start: Start, phase2: dict[str, str], outside: FakeOutside
) -> None:
    variables = {name: value for name, value in phase2.items() if name != "BROKER_URL"}
    process, base = start("monolith", variables, WORKER_CLASS="gevent")
    cook, guest = at(base).signed_up(), at(base).signed_up()
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    address = f"{base.replace('http', 'ws')}/api/events"
    page = Client.connect(address, subprotocols=["bearer", cook.token])
    # The subscription is made a moment after the connection.
    booked: list[int] = []

    def told() -> Any:
        booked.append(booking(guest, chef["id"], len(booked) + 1))
        return page.receive(timeout=1)

    event = json.loads(eventually(told, "the event"))
    assert event["event"] == "booking.new"
    assert event["booking_id"] in booked
    page.close()
    for strangers in (["bearer", "no-token"], ["bearer"], None):
        with pytest.raises(Refused, match="401"):
            Client.connect(address, subprotocols=strangers)
    # What is in hand when the process is told to stop is finished.
    outside.ledger.seconds = 1.5
    payment = {"kind": "booking", "reference_id": booked[0], "source": "card_1"}
    answers: list[int] = []
    asked = len(outside.ledger.begun)

    def send() -> None:
        answers.append(guest.raw("POST", "/api/payment/payments", payment).status)

    pay = threading.Thread(target=send)
    pay.start()
    eventually(lambda: len(outside.ledger.begun) > asked, "the payment's beginning")
    process.terminate()
    pay.join()
    outside.ledger.seconds = 0
    assert answers == [201]
    assert process.wait(40) == 0


def test_a_service_in_uvicorn_workers(
    start: Start, phase1: dict[str, str], database: str, postgres: Postgres
) -> None:
    variables = {name: value for name, value in phase1.items() if name != "JWT_SIGNING_KEY"}
    process, base = start("coocook", variables)
    assert at(base)("GET", "/api/coocook/chefs")["total"] >= 0
    assert at(base).raw("GET", "/api/review/campaigns").status == 404
    counted = httpx.get(f"{base}/metrics").text
    counted = httpx.get(f"{base}/metrics").text
    assert 'app_requests_total{endpoint="coocook.list_chefs",status="200"}' in counted
    # What is in hand when it is told to stop, here behind a lock, is finished.
    signed = TokenWriter(phase1["JWT_ISSUER"], phase1["JWT_SIGNING_KEY"])
    # Nobody whom an earlier test has signed up: its platform is not asked.
    kim = Person(at(base).send, signed.sign("access", 90_001, 900, role="user", name="Kim"))
    chef = kim("POST", "/api/coocook/chefs", new_chef(), status=201)["id"]
    answers: list[int] = []
    waiting = f"SELECT 1 FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock'"

    def change() -> None:
        answers.append(kim.raw("PATCH", f"/api/coocook/chefs/{chef}", {"bio": "In hand"}).status)

    with psycopg.connect(postgres.conninfo(database)) as busy:
        busy.execute("SELECT 1 FROM coocook.chefs WHERE id = %s FOR UPDATE", [chef])
        changing = threading.Thread(target=change)
        changing.start()
        eventually(lambda: postgres.execute(waiting), "the change's beginning")
        process.terminate()
    changing.join()
    assert answers == [200]
    assert process.wait(40) == 0


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app.processes", *arguments]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)


def test_roles_and_tables_of_a_new_database(postgres: Postgres) -> None:
    postgres.execute("CREATE DATABASE fresh")
    passwords = {login: f"pw-{login}" for login in wanted_logins(["ai"])}
    admin = {
        "DATABASE_HOST": "localhost", "DATABASE_PORT": str(postgres.port), "DATABASE_NAME": "fresh",
        "DATABASE_USER": ADMIN, "DATABASE_PASSWORD": postgres.password,
        "DATABASE_CA_FILE": str(postgres.ca_file),
        "ROLE_PASSWORDS": json.dumps(passwords), "ROLE_SHAPES": "ai",
    }  # fmt: skip
    owner = admin | {"DATABASE_USER": "app_owner_b", "DATABASE_PASSWORD": passwords["app_owner_b"]}
    assert "run the roles process first" in run("migrate", "expand", "coocook", **owner | admin).stderr
    for _ in range(2):
        assert run("roles", **admin).returncode == 0
        done = run("migrate", "expand", "ai", **owner)
        assert done.returncode == 0, done.stderr
        assert "pw-" not in done.stdout + done.stderr
    with psycopg.connect(postgres.conninfo("fresh", "app_ai_a", passwords["app_ai_a"])) as connection:
        assert connection.execute("SELECT count(*) FROM ai.scenarios").fetchone() == (0,)


def test_the_first_admin_is_made_once_and_another_promoted(
    monolith: "tuple[subprocess.Popen[bytes], str]", phase1: dict[str, str]
) -> None:
    secrets = {"ADMIN_EMAIL": "Root@test.example", "ADMIN_PASSWORD": "only in a secret"}
    made = run("admin", **phase1, **secrets)
    assert made.returncode == 0, made.stderr
    assert "made" in made.stdout
    assert "only in a secret" not in made.stdout + made.stderr
    # Run again, as at every release, it changes nothing: not even the password.
    assert (
        "was one already" in run("admin", **phase1, **secrets | {"ADMIN_PASSWORD": "another, longer"}).stdout
    )
    anybody = at(monolith[1])
    login = {"email": "root@test.example", "password": "only in a secret"}
    admin = Person(anybody.send, anybody("POST", "/api/auth/login", login)["access_token"])
    assert admin("GET", "/api/topology")["shape"] == "monolith"
    account = {"email": "kim@test.example", "name": "Kim", "password": "correct horse battery"}
    anybody("POST", "/api/auth/signup", account, status=201)
    assert "promoted" in run("admin", **phase1, **secrets | {"ADMIN_EMAIL": "kim@test.example"}).stdout
    kim = anybody("POST", "/api/auth/login", {"email": account["email"], "password": account["password"]})
    assert Person(anybody.send, kim["access_token"])("GET", "/api/users")["total"] >= 2


def test_the_clock_of_phase_1_posts_what_is_due(
    monolith: "tuple[subprocess.Popen[bytes], str]", phase1: dict[str, str], database: str, postgres: Postgres
) -> None:
    me = at(monolith[1]).signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": "kim"}, status=201)
    later = {"account_id": account["id"], "content": "On time", "due_at": f"{tomorrow(2)}T09:00:00Z"}
    post = me("POST", "/api/sns-auto/schedule", later, status=202)["post_id"]
    # Tomorrow comes early.
    postgres.execute(f"UPDATE sns_auto.schedules SET due_at = now() WHERE post_id = {post}", database)
    beat = subprocess.Popen([sys.executable, "-m", "app.processes", "beat"], env=os.environ | phase1)
    try:
        path = f"/api/sns-auto/posts/{post}"
        eventually(lambda: me("GET", path)["status"] == "published", "the clock's round")
    finally:
        beat.terminate()
    assert beat.wait(20) == 0


@pytest.fixture
def _signals_as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("_signals_as_before")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mongolith"], "NAME is one of monolith, platform"),
        (["migrate", "sideways", "ai"], "migrate takes expand or contract"),
        (["worker", "nowhere"], "'nowhere' is not a shape; choose one of monolith"),
    ],
)
def test_wrong_commands_end_in_words(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    with pytest.raises(SystemExit, match=words):
        main(arguments)


@pytest.mark.usefixtures("_signals_as_before")
def test_a_stop_is_heard_before_the_process_itself_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast(dict[str, Any], PROCESSES), "beat", lambda: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(SystemExit, match="143"):
        main(["beat"])


def test_the_image_has_a_process_for_every_name() -> None:
    assert set(PROCESSES) == {
        "monolith", "platform", "coocook", "sns-auto", "review", "ai", "experience", "worker", "beat",
        "migrate", "roles", "broker-users", "admin", "telegram",
    }  # fmt: skip
