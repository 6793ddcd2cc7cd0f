"""Visitors of a running phase: they fill it with something to see, and show what it does with a request."""

import json
import re
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import urllib3

PATIENCE_SECONDS = 30.0
CHEFS = (("Ann", "korean", 5000), ("Bo", "italian", 6500), ("Cy", "mexican", 4000))
LISTED = "/api/coocook/chefs"
HITS, MISSES, ROUTED = "app_cache_hits_total", "app_cache_misses_total", "app_reads_routed_total"


class Unexpected(RuntimeError):
    """The app answered otherwise than it should."""


@dataclass(frozen=True)
class Answer:
    """`seconds` is the time until its end."""

    status: int
    headers: Mapping[str, str]
    body: Any
    seconds: float


@dataclass(frozen=True)
class Visitor:
    """Somebody at `base`, signed in if there is a token."""

    base: str
    token: str = ""

    def ask(self, method: str, path: str, body: object = None, status: int = 200) -> Answer:
        """Send a request. Raise Unexpected where the status is another."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        content = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        got = urllib3.request(
            method, self.base + path, body=content, headers=headers, timeout=PATIENCE_SECONDS, retries=False
        )
        seconds, text = time.perf_counter() - began, got.data.decode(errors="replace")
        if got.status != status:
            raise Unexpected(f"{method} {path}: expected {status}, got {got.status}: {text[:500]}")
        said = json.loads(text) if "json" in got.headers.get("Content-Type", "") else text
        return Answer(got.status, got.headers, said, seconds)

    def signed_up(self, name: str) -> "Visitor":
        """Return a new visitor of that name."""
        body = {"email": f"{uuid.uuid4().hex}@demo.example", "name": name, "password": uuid.uuid4().hex}
        return Visitor(self.base, self.ask("POST", "/api/auth/signup", body, 201).body["access_token"])

    def signed_in(self, email: str, password: str) -> "Visitor":
        body = {"email": email, "password": password}
        return Visitor(self.base, self.ask("POST", "/api/auth/login", body).body["access_token"])


def seed(base: str) -> str:
    """Make a few cooks, a booking, a campaign and a post; say what there is."""
    for name, cuisine, price in CHEFS:
        offer = {"name": name, "cuisine": cuisine, "location": "Seoul", "bio": "", "price_cents": price}
        chef = Visitor(base).signed_up(name).ask("POST", LISTED, offer, 201).body["id"]
    guest = Visitor(base).signed_up("Guest")
    guest.ask("POST", "/api/coocook/bookings", {"chef_id": chef, "date": _in_days(7), "guests": 2}, 201)
    campaign = {
        "title": "Try our tea", "brief": "Green tea", "niche": "food", "platform": "blog",
        "reward_cents": 900, "slots": 3, "ends_on": _in_days(30),
    }  # fmt: skip
    guest.ask("POST", "/api/review/campaigns", campaign, 201)
    return f"{len(CHEFS)} chefs, a booking and a campaign are there"


def _in_days(days: int) -> str:
    return str(datetime.now(UTC).date() + timedelta(days=days))


def show(base: str, servers: Mapping[str, str], admin: tuple[str, str]) -> Iterator[str]:
    """Yield a line for each thing that the phase does with a request; `servers` are the web processes.

    Raise Unexpected.
    """
    yield from _cached(base, servers)
    yield from _posted(base)
    yield from _talks(base, servers, admin)


def _cached(base: str, servers: Mapping[str, str]) -> Iterator[str]:
    # A query that nobody has asked yet.
    path = f"{LISTED}?cuisine=korean&location={uuid.uuid4().hex[:8]}"
    before = _counted(servers)
    first, second = (Visitor(base).ask("GET", path) for _ in range(2))
    after = _counted(servers)
    yield f"GET {LISTED}, asked twice: {_ms(first.seconds)}, then {_ms(second.seconds)}"
    for name, words in ((MISSES, "missed in the cache"), (HITS, "hit in the cache"), (ROUTED, "read from")):
        for labels in sorted(after):
            if labels[0] == name and after[labels] > before.get(labels, 0):
                yield f"  {words}: {labels[1]} ({after[labels] - before.get(labels, 0):.0f})"


def _posted(base: str) -> Iterator[str]:
    me = Visitor(base).signed_up("Kim")
    account = me.ask("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": "kim"}, 201).body["id"]
    began = time.perf_counter()
    accepted = me.ask("POST", "/api/sns-auto/schedule", {"account_id": account, "content": "Hello"}, 202)
    yield f"POST /api/sns-auto/schedule: 202 after {_ms(accepted.seconds)}"
    where = accepted.headers["Location"]
    while (status := me.ask("GET", where).body["status"]) != "published":
        if status == "failed" or time.perf_counter() - began > PATIENCE_SECONDS:
            raise Unexpected(f"GET {where}: expected the post to be published, it is {status}")
        time.sleep(0.05)
    yield f"  {where}: published after {_ms(time.perf_counter() - began)}"


def _talks(base: str, servers: Mapping[str, str], admin: tuple[str, str]) -> Iterator[str]:
    token = Visitor(base).signed_in(*admin).token
    for name, server in servers.items():
        said = Visitor(server, token).ask("GET", "/api/topology").body["talks_to"]
        seen = [f"{role} {_who(what)}" for role, what in said.items()]
        yield f"{name} talks to " + ", ".join(seen)


def _who(what: Mapping[str, Any]) -> str:
    where = what.get("server") or what.get("error")
    return f"{where} ({_ms(what['milliseconds'] / 1000)})" if what["ok"] else f"NOT REACHED: {where}"


def _counted(servers: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the sum over the processes, by metric and label."""
    found: dict[tuple[str, str], float] = {}
    for server in servers.values():
        text = Visitor(server).ask("GET", "/metrics").body
        for name, label, value in re.findall(r'^(\w+){\w+="([^"]+)"} ([\d.e+]+)$', text, re.MULTILINE):
            found[name, label] = found.get((name, label), 0) + float(value)
    return found


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
