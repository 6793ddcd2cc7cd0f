"""Placing the data of the running stack: an update that would part users from their data is refused."""

from collections.abc import Iterable, Mapping

import pulumi
from pulumi.runtime import is_dry_run

from components.data.postgres_size import PostgresSize
from stacks.placement import FoundDatabase, Misplaced, Placement, place
from stacks.transition import Transition


def placed(
    sizes: Mapping[str, PostgresSize], found: Iterable[FoundDatabase], transition: Transition | None
) -> tuple[Placement, Misplaced | None]:
    """Return where each dataset is to be used. Raise Misplaced in every update that may not be.

    In a preview the refusal is handed back: it is for `refuse_if_made`.
    """
    stack, databases = pulumi.get_stack(), tuple(found)
    try:
        return place(sizes, databases, stack, transition), None
    except Misplaced as refusal:
        if transition is not None or not is_dry_run():
            raise
        return place(sizes, databases, stack, Transition(cut_over=())), refusal


def refuse_if_made(refusal: Misplaced | None, output: pulumi.Output[str]) -> None:
    """Refuse the preview of a stack that has resources, which is that of an update over a live system.

    A stack that has none shows what growing would add, with the refusal as a warning. `output` is one of a
    resource that every stack has: its value is known in a preview if the resource was made before.
    """
    if refusal is None:
        return
    found = refusal

    def refuse(_: str) -> None:
        raise found

    output.apply(refuse)
    pulumi.warn(f"this is a preview of what a promotion would add; `pulumi up` itself is refused:\n{found}")
