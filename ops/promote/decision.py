"""What a promotion does, in order: two phases and what is where → steps, each with a reason and a risk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from stacks.growth import shrunk_stores
from stacks.phase_spec import PhaseSpec
from stacks.placement import FoundDatabase, as_written, place
from stacks.transition import Transition


class Kind(StrEnum):
    """`COPY` is a person's: no program of this project copies data yet."""

    MOVE_STATE = "move state"
    UPDATE = "update"
    COPY = "copy data"
    CUT_OVER = "cut over"


class Risk(StrEnum):
    """The worst that a step does to those who use the platform; not how probable a fault is."""

    NONE = "none"
    ADDS = "adds"
    INTERRUPTS = "interrupts"
    MOVES_DATA = "moves data"


@dataclass(frozen=True, kw_only=True)
class Step:
    """`transition` is what an update is given; None for one that is plain."""

    kind: Kind
    subject: str
    reason: str
    risk: Risk
    changes: tuple["Change", ...] = ()
    transition: Transition | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.risk}): {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A value of the phase file that is another one: its path, both values as written, what that means."""

    path: str
    before: str
    after: str
    meaning: str
    risk: Risk

    def __str__(self) -> str:
        return f"{self.path}: {self.before} → {self.after} ({self.risk}: {self.meaning})"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Names of both stacks, whether the first still has the resources, what databases there are."""

    before: str
    after: str
    state_is_to_be_moved: bool
    found: tuple[FoundDatabase, ...]
    cut_over: tuple[str, ...] = ()


# The first that fits counts. Everything else is changed in place, and nobody notices.
_MEANINGS: tuple[tuple[str, Risk, str], ...] = (
    (
        "databases.*.instance_class",
        Risk.INTERRUPTS,
        "the primary restarts on another machine: minutes without it",
    ),
    ("databases.*.replica_instance_class", Risk.INTERRUPTS, "each replica restarts; its readers try another"),
    ("databases.*.max_connections", Risk.INTERRUPTS, "counts from the next restart of primary and replicas"),
    ("databases.*.multi_az", Risk.NONE, "a standby is made from a snapshot; writes are slower meanwhile"),
    ("databases.*.datasets", Risk.MOVES_DATA, "cut over one by one, when copied"),
    ("caches.*.node_type", Risk.INTERRUPTS, "its users connect anew to nodes of the other type"),
    ("caches.*", Risk.INTERRUPTS, "its users connect anew; what a cache held is made again"),
    ("brokers.*", Risk.INTERRUPTS, "the broker restarts node by node"),
    ("search_domains.*", Risk.NONE, "nodes are replaced beside those that serve"),
    ("network.nat.kind", Risk.INTERRUPTS, "the platform calls from another address, and open calls end"),
    ("network.nat.*", Risk.INTERRUPTS, "the way out is made anew"),
    ("node_groups.*.instance_type", Risk.INTERRUPTS, "nodes are replaced one by one, with their pods"),
    ("node_groups.*.disk_gib", Risk.INTERRUPTS, "nodes are replaced one by one, with their pods"),
    ("web_services.*", Risk.NONE, "pods are replaced one by one"),
    ("workers.*", Risk.NONE, "workers finish their jobs and are replaced"),
)


class Shrinks(Exception):
    """The phase to go to has less of a store than the one that there is; each value has a line."""


def decide(before: PhaseSpec, after: PhaseSpec, situation: Situation) -> list[Step]:
    """Return the steps that are left. Raise Shrinks, or Misplaced if data is where no step takes it up."""
    if less := [str(one) for one in shrunk_stores(before, after)]:
        raise Shrinks("\n  ".join([f"{situation.after} has less of a store than {situation.before}", *less]))
    placement = place(
        after.databases, situation.found, situation.after, Transition(cut_over=situation.cut_over)
    )
    steps = []
    if situation.state_is_to_be_moved:
        steps.append(
            Step(
                kind=Kind.MOVE_STATE,
                subject=f"{situation.before} → {situation.after}",
                reason="the same resources under the next stack's name; AWS is not called",
                risk=Risk.NONE,
            )
        )
    # A plain update is for a system of this phase.
    arrived = all(one.phase in ("", situation.after) for one in situation.found)
    plain = arrived and not placement.open and not situation.cut_over
    transition = None if plain else Transition(cut_over=situation.cut_over)
    changed = tuple(changes(before, after))
    steps.append(
        Step(
            kind=Kind.UPDATE,
            subject=situation.after,
            reason=_reason(situation.cut_over, placement.open),
            risk=Risk.MOVES_DATA if situation.cut_over else worst(changed),
            changes=changed,
            transition=transition,
        )
    )
    wanted = as_written(after.databases)
    for dataset in placement.open:
        holder, target = placement.holders[dataset], wanted[dataset]
        steps.append(
            Step(
                kind=Kind.COPY,
                subject=dataset,
                reason=f"its data is in database {holder} and belongs into {target}",
                risk=Risk.MOVES_DATA,
            )
        )
        steps.append(
            Step(
                kind=Kind.CUT_OVER,
                subject=dataset,
                reason=f"its users go from {holder} to {target} when the copy is verified",
                risk=Risk.MOVES_DATA,
                transition=Transition(cut_over=(dataset,)),
            )
        )
    return steps


def _reason(cut_over: Iterable[str], still_open: Iterable[str]) -> str:
    moved, waiting = ", ".join(cut_over), ", ".join(still_open)
    if moved and waiting:
        return f"the users of {moved} go where the data has been copied to; {waiting} stay where they are"
    if moved:
        return f"the users of {moved} go where the data has been copied to, and all is as the phase says"
    if waiting:
        return f"everything grows but where data is used: {waiting} stay where they are"
    return "everything is as the phase says"


def changes(before: PhaseSpec, after: PhaseSpec) -> Iterator[Change]:
    """Yield every value that the two phases have otherwise, a section that comes or goes as one."""
    yield from _changes(before.model_dump(mode="json"), after.model_dump(mode="json"), "")


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], above: str) -> Iterator[Change]:
    for key in dict.fromkeys([*before, *after]):
        path = f"{above}{key}"
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _changes(old, new, f"{path}.")
        elif old in (None, {}, []):
            yield Change(path=path, before="nothing", after=_shown(new), meaning="new", risk=Risk.ADDS)
        elif new is None:
            yield Change(
                path=path, before=_shown(old), after="nothing", meaning="goes", risk=_meaning(path)[0]
            )
        else:
            risk, meaning = _meaning(path)
            yield Change(path=path, before=_shown(old), after=_shown(new), meaning=meaning, risk=risk)


def _meaning(path: str) -> tuple[Risk, str]:
    for pattern, risk, meaning in _MEANINGS:
        if fnmatchcase(path, pattern):
            return risk, meaning
    return Risk.NONE, "in place"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a section"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def worst(changed: Iterable[Change]) -> Risk:
    """The worst risk of an update that moves no data."""
    order = [Risk.NONE, Risk.ADDS, Risk.INTERRUPTS]
    risks = {one.risk for one in changed} & set(order)
    return max(risks, key=order.index, default=Risk.NONE)
