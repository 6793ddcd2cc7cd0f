"""Which workload answers which request: by the gateway's own configuration, or the one that has all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ops.demo.containers import Deployed

GATEWAY_FILE = "kong.yml"


@dataclass(frozen=True)
class Route:
    """Requests whose path begins with the pattern; `path` replaces theirs, `methods` is empty for all."""

    workload: str
    pattern: re.Pattern[str]
    methods: frozenset[str]
    path: str | None

    def takes(self, method: str, path: str) -> bool:
        return bool(self.pattern.match(path)) and (not self.methods or method in self.methods)


def routes(found: Deployed) -> list[Route]:
    """The first one that takes a request has it."""
    gateway = next(
        (files[GATEWAY_FILE] for files in found.config_maps.values() if GATEWAY_FILE in files), None
    )
    if gateway is None:
        return [Route(found.services[found.entry], re.compile("/"), frozenset(), None)]
    return _of_gateway(yaml.safe_load(gateway), found)


def _of_gateway(configuration: Any, found: Deployed) -> list[Route]:
    """As Kong orders them: expressions before prefixes, and the longer prefix before the shorter."""
    ordered: list[tuple[tuple[bool, int], Route]] = []
    for service in configuration["services"]:
        for route in service["routes"]:
            path = service.get("path") if route["strip_path"] else None
            methods = frozenset(route.get("methods", ()))
            for written in route["paths"]:
                expression = written.startswith("~")
                pattern = re.compile(written[1:] if expression else re.escape(written))
                made = Route(found.services[service["host"].split(".")[0]], pattern, methods, path)
                ordered.append(((not expression, -len(written)), made))
    return [route for _, route in sorted(ordered, key=lambda item: item[0])]


def first(routes: Sequence[Route], method: str, path: str) -> Route | None:
    """Return who takes the request, if anybody."""
    return next((route for route in routes if route.takes(method, path)), None)
