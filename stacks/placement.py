"""Placement: which database holds which data, by the phase file and by what the cloud itself says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi

from components.data.postgres_size import PostgresSize
from stacks.transition import Transition


class Misplaced(pulumi.RunError):
    """Data is where the phase file does not have it, and this update would leave its users without it."""


@dataclass(frozen=True, kw_only=True)
class FoundDatabase:
    """A database of the cloud: its logical name, its identifier, what it holds, and since which phase."""

    name: str
    identifier: str
    datasets: tuple[str, ...]
    phase: str


@dataclass(frozen=True, kw_only=True)
class Placement:
    """`holders` has the database of each dataset; `phase` is the one at which all data has arrived.

    `open` are the datasets that are not where the phase file has them.
    """

    holders: Mapping[str, str]
    phase: str
    open: tuple[str, ...] = ()

    def held_by(self, database: str) -> tuple[str, ...]:
        """The datasets in a database."""
        return tuple(dataset for dataset, holder in self.holders.items() if holder == database)


def place(
    sizes: Mapping[str, PostgresSize],
    found: Iterable[FoundDatabase],
    stack: str,
    transition: Transition | None = None,
) -> Placement:
    """Return where each dataset is to be used. Raise Misplaced with every reason."""
    found = tuple(found)
    wanted = as_written(sizes)
    where: dict[str, list[FoundDatabase]] = {}
    for database in found:
        for dataset in database.datasets:
            where.setdefault(dataset, []).append(database)
    _refuse(_lost(sizes, wanted, where), stack, found)
    if transition is None:
        away = [name for name in wanted if any(one.name != wanted[name] for one in where.get(name, ()))]
        _refuse([_stands(name, where[name], wanted[name]) for name in away], stack, found)
        _refuse(_of_another_phase(found, stack), stack, found)
        return Placement(holders=wanted, phase=stack)
    _refuse(_impossible(wanted, where, found, transition.cut_over), stack, found)
    holders = {
        name: database if name in transition.cut_over or name not in where else where[name][0].name
        for name, database in wanted.items()
    }
    still_open = tuple(name for name in wanted if holders[name] != wanted[name])
    earlier = next((one.phase for one in found if one.phase), stack)
    return Placement(holders=holders, phase=earlier if still_open else stack, open=still_open)


def as_written(sizes: Mapping[str, PostgresSize]) -> dict[str, str]:
    """Return the database of each dataset as the phase file has it."""
    return {dataset: name for name, size in sizes.items() for dataset in size.datasets}


def serving(sizes: Mapping[str, PostgresSize], placement: Placement) -> dict[str, str]:
    """Return for each database of the phase file the one that its users use now. Raise Misplaced."""
    used: dict[str, str] = {}
    for name, size in sizes.items():
        holders = sorted({placement.holders[dataset] for dataset in size.datasets})
        if len(holders) > 1:
            raise Misplaced(
                f"databases.{name}: its datasets {', '.join(size.datasets)} have the same users, and are in "
                f"{' and '.join(holders)}; cut them over together"
            )
        used[name] = holders[0]
    return used


def _lost(
    sizes: Mapping[str, PostgresSize], wanted: Mapping[str, str], where: Mapping[str, list[FoundDatabase]]
) -> list[str]:
    """Data for which this phase has no database, or no name: the phase came before the one that is there."""
    lost = []
    for dataset, databases in where.items():
        for one in databases:
            if one.name not in sizes:
                lost.append(f"{dataset} is in database {one.name} ({one.identifier}), which this phase lacks")
            elif dataset not in wanted:
                lost.append(
                    f"{dataset} is in database {one.name} ({one.identifier}); this phase knows no such data"
                )
    return lost


def _impossible(
    wanted: Mapping[str, str],
    where: Mapping[str, list[FoundDatabase]],
    found: Iterable[FoundDatabase],
    cut_over: Iterable[str],
) -> list[str]:
    there = {one.name for one in found}
    problems = []
    for name in cut_over:
        if name not in wanted:
            problems.append(f"{name} cannot be cut over: the phase has {', '.join(wanted)}")
        elif wanted[name] not in there:
            problems.append(
                f"{name} cannot be cut over: database {wanted[name]} is not there yet, so nothing can be in "
                "it; promote without a cut-over first"
            )
    for name, databases in where.items():
        if len(databases) > 1 and name not in cut_over:
            places = " and ".join(f"{one.name} ({one.identifier})" for one in databases)
            problems.append(f"{name} is said to be in {places}: a cut-over of {name} was cut off; repeat it")
    return problems


def _stands(dataset: str, databases: Iterable[FoundDatabase], wanted: str) -> str:
    places = " and ".join(f"{one.name} ({one.identifier})" for one in databases)
    return f"{dataset} is in database {places}, and this phase uses it in {wanted}"


def _of_another_phase(found: Iterable[FoundDatabase], stack: str) -> list[str]:
    """The system of another phase, which this update would build a second time or make smaller."""
    return [
        f"database {one.name} ({one.identifier}) is of {one.phase}"
        for one in found
        if one.phase not in ("", stack)
    ]


def _refuse(problems: Iterable[str], stack: str, found: Iterable[FoundDatabase]) -> None:
    lines = list(problems)
    if not lines:
        return
    before = next((one.phase for one in found if one.phase), "…")
    raise Misplaced(
        "\n".join(
            [
                f"stack {stack} is refused, and nothing is changed: the cloud has another system than "
                f"Pulumi.{stack}.yaml",
                *(f"  {line}" for line in lines),
                f"Go from {before} to {stack} by a promotion, which moves no user before the data:",
                f"  make promote FROM={before} TO={stack}    on an embedded cloud (and CLOUD=, its name)",
                f"  python -m ops.promote {before} {stack}    on AWS",
            ]
        )
    )
