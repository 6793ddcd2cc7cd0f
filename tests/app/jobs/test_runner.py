"""A job is claimed, done outside without a transaction, and recorded once."""

import dataclasses
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.backing.postgres import Postgres
from app.bot.commands import Bot
from app.domain.catalog import TASKS
from app.jobs import runner
from app.operability.metrics import JOB_WAIT
from app.runtime import Runtime
from tests.app.api import Person, through_flask
from tests.app.contract.world import new_campaign

pytestmark = pytest.mark.services

HOOK = "https://hooks.test/x"
PORTS = ("sns", "mail", "crawler", "webhooks", "assistant", "hosting", "search", "messenger")
# What only works in the database, with what another task's errand leaves to it.
WITHOUT_ERRAND = {"process_review"}
# tests/app/domain/platform/test_charges.py watches the payment provider.
WATCHED_ELSEWHERE = {"settle_payment"}


class Watching:
    """Every outside system: notes what is held in the database while it is asked, and answers for it."""

    sources = ("lofts",)

    def __init__(self, runtime: Runtime, postgres: Postgres, database: str) -> None:
        self.seen: list[tuple[str, int, int]] = []
        self.during: Any = None
        self._pool: Any = runtime.pools.writer.pool
        self._open = (
            f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND xact_start IS NOT NULL"
        )
        self._postgres = postgres

    def __getattr__(self, name: str) -> Any:
        def ask(*arguments: Any) -> Any:
            [(transactions,)] = self._postgres.execute(self._open)
            self.seen.append((name, self._pool.checkedout(), int(str(transactions))))
            if self.during is not None:
                self.during()
            return {"answer": ("yes", 7), "crawl": [], "publish": "x1", "deploy": "https://x.test"}.get(name)

        return ask

    def allows(self, url: str) -> bool:
        return url == HOOK


@pytest.fixture
def watching(
    runtime: Runtime, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> Watching:
    watched: Any = Watching(runtime, postgres, database)
    outside = dataclasses.replace(
        runtime.dispatcher.outside,
        **dict.fromkeys(
            ("sns", "mail", "crawler", "webhooks", "assistant", "hosting", "search", "messenger"), watched
        ),
    )
    dispatcher = dataclasses.replace(runtime.dispatcher, outside=outside)
    monkeypatch.setitem(vars(runtime), "dispatcher", dispatcher)
    monkeypatch.setitem(vars(runtime), "runner", runner.JobRunner(dispatcher))
    found: Watching = watched
    return found


def test_no_transaction_is_open_while_an_outside_system_is_asked(app: Flask, watching: Watching) -> None:
    me = Person(through_flask(app)).signed_up()
    account = {"platform": "blog", "handle": "kim", "webhook_url": HOOK}
    account_id = me("POST", "/api/sns-auto/accounts", account, status=201)["id"]
    me("POST", "/api/sns-auto/schedule", {"account_id": account_id, "content": "x"}, status=202)
    scenario = me("POST", "/api/ai/scenarios", {"name": "S", "prompt": "p"}, status=201)["id"]
    employee = me("POST", "/api/ai/employees", {"name": "E", "scenario_id": scenario}, status=201)["id"]
    me("POST", f"/api/ai/employees/{employee}/runs", {"input": "Hi"}, status=202)
    web_app = me("POST", "/api/webapp-builder/webapps", {"name": "W", "slug": "w"}, status=201)["id"]
    me("POST", f"/api/webapp-builder/webapps/{web_app}/deploy", status=202)
    me("POST", "/api/experience/crawls", {"source": "lofts"}, status=202)
    me("POST", "/api/review/campaigns", new_campaign(), status=201)
    runtime: Runtime = app.extensions["runtime"]
    Bot(runtime).hear(1, "/help")
    runtime.runner.run_chore("review", "index_every_campaign")
    assert {name for name, _, _ in watching.seen} == {
        "send", "publish", "notify", "answer", "deploy", "crawl", "put"
    }  # fmt: skip
    assert len(watching.seen) == len(set(TASKS) - WITHOUT_ERRAND - WATCHED_ELSEWHERE)
    assert {(connections, transactions) for _, connections, transactions in watching.seen} == {(0, 0)}


def queued(me: Person, runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> tuple[uuid.UUID, str]:
    """A post whose job is in the table and not yet done, and where it is looked at."""
    effects = runtime.dispatcher.effects
    account = {"platform": "blog", "handle": f"h{uuid.uuid4().hex[:8]}"}
    account_id = me("POST", "/api/sns-auto/accounts", account, status=201)["id"]
    with monkeypatch.context() as patched:
        patched.setattr(type(effects), "after", lambda self, call: None)
        got = me.raw("POST", "/api/sns-auto/schedule", {"account_id": account_id, "content": "x"})
    [(_, job_id)] = runtime.runner.lost("sns_auto", older_than_seconds=-1)
    return job_id, got.headers["Location"]


def test_who_is_given_a_leased_job_for_the_first_time_leaves_it_alone(
    me: Person, runtime: Runtime, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, address = queued(me, runtime, monkeypatch)
    others: list[object] = []

    def another() -> None:
        watching.during = None
        others.append(runtime.runner.run("sns_auto", job_id))
        # Neither does the sweep take it for lost.
        others.append(runtime.runner.lost("sns_auto", older_than_seconds=-1))

    watching.during = another
    assert runtime.runner.run("sns_auto", job_id) is True
    assert others == [False, []]
    assert me("GET", address)["status"] == "published"


def test_how_long_a_job_waited_is_told_once(
    me: Person, runtime: Runtime, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> float:
        return sum(
            sample.value
            for family in JOB_WAIT.collect()
            for sample in family.samples
            if sample.name.endswith("_count") and sample.labels["task"] == "post_to_sns"
        )

    before = told()
    job_id, _ = queued(me, runtime, monkeypatch)
    # A second attempt has not waited in the queue since it was asked for.
    runtime.runner.note_failure("sns_auto", job_id, "away", retry_seconds=0)
    assert runtime.runner.run("sns_auto", job_id) is True
    assert told() == before
    job_id, _ = queued(me, runtime, monkeypatch)
    assert runtime.runner.run("sns_auto", job_id) is True
    assert told() == before + 1


def test_who_takes_over_records_it_and_the_other_does_not(
    me: Person, runtime: Runtime, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, address = queued(me, runtime, monkeypatch)
    others: list[object] = []

    def another() -> None:
        watching.during = None
        others.append(runtime.runner.run("sns_auto", job_id, take_over=True))

    watching.during = another
    assert runtime.runner.run("sns_auto", job_id) is False
    assert others == [True]
    assert [name for name, _, _ in watching.seen] == ["publish", "publish"]
    assert me("GET", address)["status"] == "published"


def test_a_lease_ends(
    me: Person, runtime: Runtime, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, address = queued(me, runtime, monkeypatch)
    monkeypatch.setattr(runner, "LEASE", timedelta(0))

    def crash() -> None:
        watching.during = None
        raise KeyboardInterrupt

    watching.during = crash
    with pytest.raises(KeyboardInterrupt):
        runtime.runner.run("sns_auto", job_id)
    assert me("GET", address)["status"] == "queued"
    assert runtime.runner.lost("sns_auto", older_than_seconds=-1) == [("post_to_sns", job_id)]
    assert runtime.runner.run("sns_auto", job_id) is True
    assert me("GET", address)["status"] == "published"


def test_what_vanished_meanwhile_is_no_failure(
    me: Person, runtime: Runtime, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, address = queued(me, runtime, monkeypatch)
    account_id = me("GET", address)["account_id"]

    def remove() -> None:
        watching.during = None
        me("DELETE", f"/api/sns-auto/accounts/{account_id}", status=204)

    watching.during = remove
    assert runtime.runner.run("sns_auto", job_id) is True
    assert runtime.runner.run("sns_auto", job_id) is False
    me("GET", address, status=404)
