"""GatewayRoute: a row of the gateway's table: which requests, who may send them, how long they may take."""

from dataclasses import dataclass
from typing import Final, Literal

# `anyone` and `signing in` need no token: the one is limited by address, the other by address and more.
Caller = Literal["user", "anyone", "signing in"]

# Not all but a slash: the app would read one in %2F, and so another path than the gateway let through.
WORD: Final = "[0-9A-Za-z_-]+"


@dataclass(frozen=True, kw_only=True)
class GatewayRoute:
    """`paths` are as the app has them, with {} for a part that varies, or end in /* for all below.

    No `methods` are all of them. What is asked for at `upstream_path`, if there is one, is asked for there.
    """

    name: str
    paths: tuple[str, ...]
    caller: Caller
    read_seconds: int
    methods: tuple[str, ...] = ()
    upstream_path: str | None = None


def pattern(path: str) -> str:
    """Return a path as Kong's router takes it: a prefix, or a regular expression for exactly one path."""
    if path.endswith("/*"):
        return path.removesuffix("*")
    parts = [WORD if part.startswith("{") else part.replace(".", r"\.") for part in path.split("/")]
    return f"~{'/'.join(parts)}$"
