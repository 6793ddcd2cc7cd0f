"""Moves the state of one stack to another: a kill at any moment loses nothing, and a repeat goes on."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ops.promote import state

Pulumi = Callable[[Sequence[str]], str]


class Refused(Exception):
    """The states are not what a promotion can go on from; nothing was changed."""


def is_to_be_moved(project: str, before: str, after: str, pulumi: Pulumi) -> bool:
    """Whether the first stack has the resources. Raise Refused where both have some of their own."""
    source, target = _export(before, pulumi), _export(after, pulumi)
    for stack, found in ((before, source), (after, target)):
        if unfinished := state.pending(found):
            raise Refused(
                f"an update of stack {stack} was killed while it was at work on {', '.join(unfinished)}; "
                f"run `pulumi refresh --stack {stack}` first, which says what came of it"
            )
    if not state.holds_anything(source):
        if not state.holds_anything(target):
            raise Refused(
                f"neither stack {before} nor stack {after} has resources: there is nothing to promote"
            )
        return False
    if state.holds_anything(target) and not state.same(target, state.renamed(source, project, before, after)):
        raise Refused(
            f"stack {after} has {len(state.resources(target))} resources and stack {before} has "
            f"{len(state.resources(source))}, and they are not the same: two systems cannot become one"
        )
    return True


def move(project: str, before: str, after: str, pulumi: Pulumi) -> int:
    """Give the resources to stack `after` and return their number. The first stack keeps them until then."""
    source = _export(before, pulumi)
    wanted = state.renamed(source, project, before, after)
    if not state.holds_anything(_export(after, pulumi)):
        _import(after, wanted, pulumi)
    if not state.same(_export(after, pulumi), wanted):
        raise Refused(
            f"stack {after} does not read back as it was written; stack {before} still has every resource, "
            f"and is the one to go on with"
        )
    _import(before, state.emptied(source), pulumi)
    return len(state.resources(wanted))


def _export(stack: str, pulumi: Pulumi) -> state.State:
    exported: dict[str, Any] = json.loads(pulumi(["stack", "export", "--stack", stack]))
    return exported


def _import(stack: str, content: state.State, pulumi: Pulumi) -> None:
    """By way of a file that only its user can read: secrets in it are encrypted, the rest is not."""
    with tempfile.TemporaryDirectory(prefix="promote-") as folder:
        file = Path(folder) / f"{stack}.json"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as target:
            json.dump(content, target)
        pulumi(["stack", "import", "--stack", stack, "--file", str(file)])
