"""Deletes an object and waits until it is gone."""

import threading
import time
from collections.abc import Callable
from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import KubernetesError

Object = dict[str, Any]
_FIRST_POLL, _LONGEST_POLL = 0.05, 1.0


def delete(
    api: Api,
    path: str,
    propagation: str,
    seconds: float,
    cancelled: threading.Event,
    report: Callable[[str], None],
) -> None:
    """Returns when the object, and with foreground propagation its dependents, are gone.

    KubernetesError says what holds it if `seconds` were not enough; a deletion that was asked for goes on.
    """
    live = api.find(path)
    if live is None:
        return
    uid = live["metadata"]["uid"]
    api.delete(path, propagation, preconditions={"uid": uid})
    deadline, poll, said = time.monotonic() + seconds, _FIRST_POLL, ""
    while (live := api.find(path)) is not None and live["metadata"]["uid"] == uid:
        held = "; ".join(_holders(live))
        if time.monotonic() > deadline or cancelled.is_set():
            why = (
                "the deployment was cancelled"
                if cancelled.is_set()
                else f"it is still there after {seconds:.0f} s"
            )
            raise KubernetesError(f"deletion was asked for, but {why}: {held or 'nothing says why'}")
        if held not in ("", said) and poll >= _LONGEST_POLL:
            report(f"deletion waits: {held}")
            said = held
        cancelled.wait(poll)
        poll = min(poll * 1.5, _LONGEST_POLL)


def _holders(live: Object) -> list[str]:
    metadata = live["metadata"]
    words = [f"finalizers {', '.join(metadata['finalizers'])}"] if metadata.get("finalizers") else []
    if live["kind"] == "Namespace":
        conditions = live.get("status", {}).get("conditions") or []
        words += [condition["message"] for condition in conditions if condition["status"] == "True"]
    return words
