"""Waits until an object is ready, and says why it is not."""

import threading
import time
from collections.abc import Callable

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.kinds import kind_of_object
from localcloud.kubernetes.provider.readiness.kinds import READINESS
from localcloud.kubernetes.provider.readiness.services import LOAD_BALANCER
from localcloud.kubernetes.provider.readiness.state import Object, Readiness, State
from localcloud.kubernetes.provider.readiness.words import is_unschedulable

_FIRST_POLL, _LONGEST_POLL = 0.05, 1.0
_EXPLAIN_AFTER = 1.0
# Nodes come and go only by the program here: what no node has taken for so long, none will.
_UNSCHEDULABLE_SECONDS = 120.0


class NotReadyError(Exception):
    """The object exists but is not ready: `reasons` for people, the first sums up; `live` as last seen."""

    def __init__(self, live: Object, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.live, self.reasons = live, reasons


def await_ready(
    api: Api,
    path: str,
    live: Object,
    seconds: float,
    cancelled: threading.Event,
    report: Callable[[str], None],
    unschedulable_seconds: float = _UNSCHEDULABLE_SECONDS,
) -> Object:
    """The object when it is ready; NotReadyError if it fails or takes longer than `seconds` (0: as its kind).

    While it waits, `report` hears what the scheduler and the controllers say.
    """
    kind = kind_of_object(live)
    readiness = READINESS.get((kind.group, kind.name))
    if readiness is None:
        return live
    if live.get("spec", {}).get("type") == "LoadBalancer" and kind.name == "Service":
        report(LOAD_BALANCER)
    wait = _Wait(readiness, api, seconds or readiness.seconds, unschedulable_seconds)
    poll = _FIRST_POLL
    while True:
        state = readiness.state(live, api)
        if state.ready:
            return live
        end = wait.end_of(live, state, cancelled.is_set())
        if end:
            raise NotReadyError(live, [end, *wait.explain(live, always=True)])
        for line in wait.news(live, state):
            report(line)
        cancelled.wait(poll)
        poll = min(poll * 1.5, _LONGEST_POLL)
        seen = api.find(path)
        if seen is None:
            raise NotReadyError(live, ["someone deleted it while it was awaited"])
        live = seen


def shortcomings(api: Api, live: Object) -> list[str]:
    """Why the object is not ready now, empty if it is; nothing is waited for."""
    kind = kind_of_object(live)
    readiness = READINESS.get((kind.group, kind.name))
    if readiness is None or (state := readiness.state(live, api)).ready:
        return []
    return [state.message, *readiness.explain(live, api)]


class _Wait:
    """One wait: since when, what was heard last, and since when it has been the same."""

    def __init__(self, readiness: Readiness, api: Api, seconds: float, unschedulable_seconds: float) -> None:
        self._readiness, self._api = readiness, api
        self._seconds, self._unschedulable_seconds = seconds, unschedulable_seconds
        self._started = self._unchanged_since = time.monotonic()
        self._words: list[str] = []
        self._said: list[str] = []

    def explain(self, live: Object, always: bool = False) -> list[str]:
        """What keeps the object; costs requests, so not in the first second."""
        if always or time.monotonic() - self._started > _EXPLAIN_AFTER:
            words = self._readiness.explain(live, self._api)
            if words != self._words:
                self._words, self._unchanged_since = words, time.monotonic()
        return self._words

    def news(self, live: Object, state: State) -> list[str]:
        """What has not been said yet."""
        words = self.explain(live)
        lines = [f"waiting: {state.message}", *words] if words else []
        news = [line for line in lines if line not in self._said]
        self._said += news
        return news

    def end_of(self, live: Object, state: State, cancelled: bool) -> str:
        """Why there is no point in waiting longer, empty if there is."""
        now = time.monotonic()
        if state.failed:
            return state.message
        if cancelled:
            return f"not awaited any longer, because the deployment was cancelled: {state.message}"
        if now - self._started > self._seconds:
            return f"not ready after {self._seconds:.0f} s: {state.message}"
        stuck = any(is_unschedulable(word) for word in self._words)
        if stuck and now - self._unchanged_since > self._unschedulable_seconds:
            return f"no node has taken its pods for {self._unschedulable_seconds:.0f} s: {state.message}"
        return ""
