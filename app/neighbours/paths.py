"""Finding the endpoint that serves a path."""

import re
from collections.abc import Iterable

from app.domain.endpoint import Endpoint


class GetPaths:
    """The endpoints that answer GET, by path."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._patterns = [
            (re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[0-9]+)", endpoint.path)), endpoint)
            for endpoint in endpoints
            if endpoint.method == "GET"
        ]

    def find(self, path: str) -> tuple[Endpoint, dict[str, int]] | None:
        for pattern, endpoint in self._patterns:
            if match := pattern.fullmatch(path):
                return endpoint, {name: int(value) for name, value in match.groupdict().items()}
        return None
