"""Placing the data of the running stack: an update that would part users from their data is refused."""

from collections.abc import Iterable, Mapping

import pulumi
from pulumi.runtime import is_dry_run

from components.data.postgres_size import PostgresSize
from stacks.placement import FoundDatabase, Misplaced, Placement, place
from stacks.transition import Transition


def placed(
    sizes: Mapping[str, PostgresSize],
    found: Iterable[FoundDatabase],
    transition: Transition | None,
    made_before: pulumi.Output[str],
) -> Placement:
    """Return where each dataset is to be used. Raise Misplaced in every update that may not be.

    A preview of a stack that has resources is refused as well. One of a stack that has none shows what
    growing would add, with the refusal as a warning: it knows no value of `made_before`, which is an
    output of a resource that every stack has.
    """
    stack, databases = pulumi.get_stack(), tuple(found)
    try:
        return place(sizes, databases, stack, transition)
    except Misplaced as misplaced:
        refusal = misplaced
        if transition is not None or not is_dry_run():
            raise
    with_all_where_it_is = place(sizes, databases, stack, Transition(cut_over=()))

    def refuse(_: str) -> None:
        raise refusal

    made_before.apply(refuse)
    pulumi.warn(f"this is a preview of what a promotion would add; `pulumi up` itself is refused:\n{refusal}")
    return with_all_where_it_is
