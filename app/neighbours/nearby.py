"""Asking a service of the same process, on the caller's own database session."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from app.domain.call import Call, Neighbours
from app.domain.endpoint import Endpoint
from app.neighbours.paths import GetPaths


class Nearby:
    """`beyond` is asked what no service of this process answers."""

    def __init__(self, endpoints: Iterable[Endpoint], beyond: Neighbours | None) -> None:
        self._paths = GetPaths(endpoints)
        self._beyond = beyond

    def get(self, call: Call, path: str) -> Mapping[str, Any]:
        found = self._paths.find(path)
        if found is None:
            if self._beyond is None:
                raise LookupError(f"no service answers GET {path}; set the address of the one that does")
            return self._beyond.get(call, path)
        endpoint, given = found
        reply = endpoint.handle(replace(call, service=endpoint.service), **given)
        if not isinstance(reply, BaseModel):
            raise TypeError(f"{endpoint.name} has nothing to tell a neighbour")
        return reply.model_dump(mode="json")
