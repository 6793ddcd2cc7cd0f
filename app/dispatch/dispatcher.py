"""Runs endpoints: checks access and input, uses cache and replicas where the endpoint allows, and commits."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.cache.answers import AnswerCache, Scope
from app.database.pools import NoReplica, Pools
from app.dispatch import idempotency
from app.dispatch.message import JSON, Answer, Request, problem_answer
from app.dispatch.recent_writes import RecentWrites
from app.dispatch.validation import arguments
from app.domain.call import Call, Credentials, Identity, Neighbours
from app.domain.endpoint import Access, Endpoint
from app.domain.errand import Errand, Reply
from app.domain.ports import Outside, OutsideError
from app.domain.problem import Conflict, Forbidden, Internal, Problem, Unauthenticated, Unavailable
from app.operability.metrics import LATENCY, REQUESTS, ROUTED

log = logging.getLogger(__name__)


class Effects(Protocol):
    def after(self, call: Call) -> None:
        """Do what must follow the commit: queue the jobs, tell the open pages."""


class Identities(Credentials, Protocol):
    def identity(self, access_token: str) -> Identity: ...


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    pools: Pools
    cache: AnswerCache | None
    recent_writes: RecentWrites
    identities: Identities
    outside: Outside
    neighbours: Neighbours
    effects: Effects

    def answer(self, endpoint: Endpoint, request: Request) -> Answer:
        started = time.perf_counter()
        answer = self._answer(endpoint, request)
        LATENCY.labels(endpoint.name).observe(time.perf_counter() - started)
        REQUESTS.labels(endpoint.name, str(answer.status)).inc()
        return answer

    def _answer(self, endpoint: Endpoint, request: Request) -> Answer:
        try:
            return self._run(endpoint, request)
        except Problem as problem:
            return problem_answer(problem)
        except (IntegrityError, StaleDataError):
            return problem_answer(
                Conflict("Another request changed the same at the same time; look and try again.")
            )
        except OutsideError as error:
            log.warning("%s: an outside system does not do it: %s", endpoint.name, error)
            return problem_answer(
                Unavailable("An outside system does not answer now; nothing is done twice, try again.")
            )
        except (OperationalError, PoolTimeout) as error:
            log.error("%s: the database does not answer: %s", endpoint.name, error.args[0])
            return problem_answer(Unavailable("The database does not answer now; try again."))
        except Exception:
            log.exception("%s failed", endpoint.name)
            return problem_answer(Internal("Something went wrong on our side; it is in our log."))

    def _run(self, endpoint: Endpoint, request: Request) -> Answer:
        identity = self._admitted(endpoint, request)
        given = arguments(endpoint, request)
        if endpoint.method != "GET":
            return self._write(endpoint, request, identity, given)

        def compute(fresh: bool) -> bytes:
            return self._read(endpoint, identity, given, fresh=fresh)

        headers = {"Content-Type": JSON}
        if endpoint.cached is None or self.cache is None:
            return Answer(endpoint.status, compute(False), headers)
        scope = Scope(endpoint.cached, identity.user_id if identity else 0)
        question = repr((endpoint.name, sorted(request.path.items()), sorted(request.query.items())))
        return Answer(endpoint.status, self.cache.answer(scope, question, compute), headers)

    def _admitted(self, endpoint: Endpoint, request: Request) -> Identity | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        identity = self.identities.identity(token.strip()) if kind.lower() == "bearer" else None
        if endpoint.access is Access.PUBLIC:
            return identity
        if identity is None:
            raise Unauthenticated("This needs a signed-in user; send `Authorization: Bearer <access token>`.")
        if identity.role == "demo" and endpoint.method != "GET":
            raise Forbidden("The demo visitor can look but not change anything; sign up to do this.")
        if endpoint.access is Access.ADMIN and identity.role != "admin":
            raise Forbidden("Only an admin may do this.")
        return identity

    def _read(
        self, endpoint: Endpoint, identity: Identity | None, given: dict[str, object], *, fresh: bool
    ) -> bytes:
        if endpoint.eventual and not fresh and not self.recent_writes.has(identity):
            try:
                session = self.pools.read_session(endpoint.service)
                if session is not None:
                    with session:
                        body = self._seen(endpoint, self._call(endpoint, session, identity), given)
                    ROUTED.labels("replica").inc()
                    return body
            except (DBAPIError, NoReplica, PoolTimeout) as error:
                log.warning(
                    "%s: a replica failed, reading from the master: %s", endpoint.name, type(error).__name__
                )
            ROUTED.labels("master").inc()
        with self.pools.write_session(endpoint.service) as session:
            return self._seen(endpoint, self._call(endpoint, session, identity), given)

    def _write(
        self, endpoint: Endpoint, request: Request, identity: Identity | None, given: dict[str, object]
    ) -> Answer:
        change = partial(self._change, endpoint, request, identity)
        said = change(partial(endpoint.handle, **given))
        if isinstance(said, Errand):
            # No transaction and no connection is held meanwhile.
            said = change(said.run())
        if isinstance(said, Errand):
            raise TypeError(f"{endpoint.name} has an errand whose end is another errand")
        if isinstance(said, Problem):
            raise said
        return said

    def _change(
        self,
        endpoint: Endpoint,
        request: Request,
        identity: Identity | None,
        work: Callable[[Call], Reply | Errand[Any]],
    ) -> Answer | Problem | Errand[Any]:
        """Do `work` and commit it, with the answer where it has one; not where the answer is kept already."""
        key = idempotency.key_of(endpoint, request)
        user_id = identity.user_id if identity else 0
        with self.pools.write_session(endpoint.service) as session:
            if key is not None:
                first = idempotency.first_answer(session, user_id, key, endpoint, request)
                if first is not None:
                    return first
            call = self._call(endpoint, session, identity)
            said = work(call)
            outcome: Answer | Problem | Errand[Any]
            if isinstance(said, Problem | Errand):
                outcome = said
            else:
                session.flush()
                outcome = self._answered(endpoint, call, said)
                if key is not None:
                    idempotency.keep_answer(session, user_id, key, outcome)
            session.commit()
        self.recent_writes.note(identity)
        for cached in endpoint.stales:
            call.make_stale(cached, user_id)
        self.follow_up(call)
        return outcome

    @staticmethod
    def _answered(endpoint: Endpoint, call: Call, reply: BaseModel | None) -> Answer:
        headers = {} if reply is None else {"Content-Type": JSON}
        headers |= {"Location": call.location} if call.location else {}
        return Answer(endpoint.status, _json(reply), headers)

    def follow_up(self, call: Call) -> None:
        """What follows a commit. Its failures do not undo the work: it is done, and its jobs are kept."""
        if self.cache is not None:
            self.cache.make_stale([Scope(cached, user_id) for cached, user_id in call.stales])
        self.effects.after(call)

    @contextmanager
    def transaction(self, service: str) -> Iterator[Call]:
        """A call without a request, on a session of its own; its effects follow the commit."""
        with self.pools.write_session(service) as session:
            call = self.call(service, session)
            yield call
            session.commit()
        self.follow_up(call)

    def _call(self, endpoint: Endpoint, session: Session, identity: Identity | None) -> Call:
        return self.call(endpoint.service, session, identity)

    def call(self, service: str, session: Session, identity: Identity | None = None) -> Call:
        return Call(
            service=service, session=session, outside=self.outside, neighbours=self.neighbours,
            credentials=self.identities, identity=identity,
        )  # fmt: skip

    @staticmethod
    def _seen(endpoint: Endpoint, call: Call, given: dict[str, object]) -> bytes:
        reply = endpoint.handle(call, **given)
        if isinstance(reply, Errand):
            raise TypeError(f"{endpoint.name} only reads; it must leave nothing to be done outside")
        return _json(reply)


def _json(reply: BaseModel | None) -> bytes:
    return b"" if reply is None else reply.model_dump_json().encode()
