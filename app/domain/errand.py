"""What a job does outside: between two transactions, never within one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.domain.call import Call
from app.domain.ports import OutsideError, OutsideRefusal

Said = TypeVar("Said")


def _is_a_failure(_: Call, refusal: OutsideRefusal) -> None:
    raise OutsideError(f"refused: {refusal}") from refusal


@dataclass(frozen=True)
class Errand(Generic[Said]):
    """`ask` runs with no transaction open, and again after a crash: its key gives it one effect outside.

    `keep` gets what it said, and `refused` the outside system's clear no, in a transaction of their own.
    Whatever they change may have changed since the errand was made: they look again.
    """

    ask: Callable[[], Said]
    keep: Callable[[Call, Said], None]
    refused: Callable[[Call, OutsideRefusal], None] = _is_a_failure

    def run(self) -> Callable[[Call], None]:
        """Ask; what remains to be done in the second transaction."""
        try:
            said = self.ask()
        except OutsideRefusal as refusal:
            no = refusal
            return lambda call: self.refused(call, no)
        return lambda call: self.keep(call, said)


def no_trace(_: Call, __: Any) -> None:
    """For what leaves nothing in the database but the end of its job."""
