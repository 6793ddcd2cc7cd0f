"""Answering a repeated request as the first time: its answer is kept in the transaction of its work."""

import hashlib
import re

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.dispatch.message import JSON, Answer, Request
from app.domain.endpoint import Endpoint
from app.domain.models.service import IdempotencyKey
from app.domain.problem import BadRequest, Invalid

HEADER = "idempotency-key"
FORM = re.compile(r"[\x21-\x7e]{1,200}")


def key_of(endpoint: Endpoint, request: Request) -> str | None:
    key = request.headers.get(HEADER)
    if key is None or not endpoint.idempotent:
        return None
    if not FORM.fullmatch(key):
        raise BadRequest("Idempotency-Key must have 1 to 200 visible ASCII characters; a UUID is a good one.")
    return key


def first_answer(
    session: Session, user_id: int, key: str, endpoint: Endpoint, request: Request
) -> Answer | None:
    """The answer of the first request with this key, or None for the first one itself.

    A second request at the same time waits here until the first has committed. Where that one is outside
    then, or ended there, there is no answer yet: the second does as the first.
    """
    fingerprint = _fingerprint(endpoint, request)
    row = insert(IdempotencyKey).values(user_id=user_id, key=key, fingerprint=fingerprint)
    claimed = session.scalar(row.on_conflict_do_nothing().returning(IdempotencyKey.key))
    if claimed is not None:
        return None
    mine = (IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
    kept = session.scalars(select(IdempotencyKey).where(*mine).with_for_update()).one()
    if kept.fingerprint != fingerprint:
        raise Invalid(
            "This Idempotency-Key came with another request before; use a new key for a new request.",
            errors=[{"field": "Idempotency-Key", "message": "belongs to another request"}],
        )
    if kept.status is None:
        return None
    headers = {"Content-Type": JSON, "Idempotency-Replayed": "true"}
    return Answer(
        kept.status, kept.body or b"", headers | ({"Location": kept.location} if kept.location else {})
    )


def keep_answer(session: Session, user_id: int, key: str, answer: Answer) -> None:
    kept = {"status": answer.status, "body": answer.body, "location": answer.headers.get("Location")}
    session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
        .values(**kept)
    )


def _fingerprint(endpoint: Endpoint, request: Request) -> str:
    said = repr((endpoint.name, sorted(request.path.items()))).encode() + request.body
    return hashlib.sha256(said).hexdigest()
