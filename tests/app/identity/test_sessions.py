"""Sessions can be ended in every phase: in the database, and in Redis where there is a state store."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.backing.postgres import Postgres
from app.backing.redis import RedisServer
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask

pytestmark = pytest.mark.services

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def in_database(phase1: dict[str, str]) -> Iterator[Flask]:
    app = create_app(load(phase1), "monolith")
    yield app
    app.extensions["runtime"].close()


@pytest.fixture(scope="module")
def in_redis(phase2: dict[str, str]) -> Iterator[Flask]:
    app = create_app(
        load({name: value for name, value in phase2.items() if name != "BROKER_URL"}), "monolith"
    )
    yield app
    app.extensions["runtime"].close()


@pytest.fixture(params=["in_database", "in_redis"])
def anybody(request: pytest.FixtureRequest) -> Person:
    return Person(through_flask(request.getfixturevalue(request.param)))


def account(anybody: Person) -> tuple[dict[str, str], Any]:
    who = {"email": f"{uuid.uuid4().hex}@test.example", "password": PASSWORD}
    return who, anybody("POST", "/api/auth/signup", who | {"name": "S"}, status=201)


def refresh(anybody: Person, tokens: Any, status: int = 200) -> Any:
    return anybody("POST", "/api/auth/refresh", {"refresh_token": tokens["refresh_token"]}, status=status)


def test_a_refresh_token_works_once_and_again_ends_its_session(anybody: Person) -> None:
    who, first = account(anybody)
    second = refresh(anybody, first)
    third = refresh(anybody, second)
    refresh(anybody, second, 401)
    # Whoever has the newest token is signed out as well: one of the two had a stolen one.
    refresh(anybody, third, 401)
    # Another session of the same person goes on.
    refresh(anybody, anybody("POST", "/api/auth/login", who))


def test_signing_out_ends_the_session_and_no_other(anybody: Person) -> None:
    who, here = account(anybody)
    there = anybody("POST", "/api/auth/login", who)
    for _ in range(2):
        anybody("POST", "/api/auth/logout", {"refresh_token": here["refresh_token"]}, status=204)
    refresh(anybody, here, 401)
    refresh(anybody, there)


def test_another_password_ends_every_session_but_the_one_that_chose_it(anybody: Person) -> None:
    who, here = account(anybody)
    there = anybody("POST", "/api/auth/login", who)
    me = Person(anybody.send, here["access_token"])
    wrong = {"password": "not it at all", "new_password": "another one, longer"}
    assert me("PUT", "/api/auth/password", wrong, status=422)["errors"][0]["field"] == "password"
    too_short = {"password": PASSWORD, "new_password": "short"}
    assert me("PUT", "/api/auth/password", too_short, status=422)["errors"][0]["field"] == "new_password"
    changed = me("PUT", "/api/auth/password", wrong | {"password": PASSWORD})
    for former in (here, there):
        refresh(anybody, former, 401)
    refresh(anybody, changed)
    anybody("POST", "/api/auth/login", who, status=401)
    anybody("POST", "/api/auth/login", who | {"password": "another one, longer"})


def test_who_is_deleted_is_signed_out(anybody: Person, in_database: Flask) -> None:
    _, tokens = account(anybody)
    user_id = Person(anybody.send, tokens["access_token"])("GET", "/api/users/me")["id"]
    runtime: Runtime = in_database.extensions["runtime"]
    admin = Person(anybody.send, runtime.credentials.access(10**6, "admin", "A"))
    admin("DELETE", f"/api/users/{user_id}", status=204)
    refresh(anybody, tokens, 401)


def test_growing_into_a_phase_with_redis_signs_nobody_out(in_database: Flask, in_redis: Flask) -> None:
    former, grown = (Person(through_flask(app)) for app in (in_database, in_redis))
    _, first = account(former)
    second = refresh(grown, first)
    third = refresh(grown, second)
    refresh(grown, first, 401)
    refresh(grown, third, 401)
    _, ended = account(former)
    former("POST", "/api/auth/logout", {"refresh_token": ended["refresh_token"]}, status=204)
    refresh(grown, ended, 401)


def test_without_redis_people_sign_in_all_the_same_and_nobody_is_renewed_unseen(
    in_redis: Flask, state_server: RedisServer
) -> None:
    anybody = Person(through_flask(in_redis))
    who, before = account(anybody)
    state_server.kill()
    meanwhile = anybody("POST", "/api/auth/login", who)
    refresh(anybody, before, 503)
    refresh(anybody, meanwhile, 503)
    state_server.start()
    refresh(anybody, refresh(anybody, meanwhile))


def test_expired_sessions_are_over_and_cleaned_up(
    in_database: Flask, postgres: Postgres, database: str
) -> None:
    anybody = Person(through_flask(in_database))
    _, tokens = account(anybody)
    _, others = account(anybody)
    runtime: Runtime = in_database.extensions["runtime"]
    mark = runtime.credentials.mark_of(tokens["refresh_token"])
    mine = f"platform.sessions WHERE id = '{mark.session_id}'"
    postgres.execute(
        f"UPDATE platform.sessions SET expires_at = now() WHERE id = '{mark.session_id}'", database
    )
    refresh(anybody, tokens, 401)
    runtime.runner.run_chore("platform", "clean_up_sessions")
    assert postgres.execute(f"SELECT count(*) FROM {mine}", database) == [(0,)]
    refresh(anybody, others)
