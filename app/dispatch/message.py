"""A request and an answer, without the framework that carries them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.problem import Problem

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Request:
    """`headers` has lower-case names; `path` holds the values of the path's parameters."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def problem_answer(problem: Problem) -> Answer:
    body = json.dumps(problem.document()).encode()
    return Answer(problem.status, body, {"Content-Type": PROBLEM} | problem.headers)
