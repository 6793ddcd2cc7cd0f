"""What a job or a request does outside: between two transactions, never within one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from app.domain.call import Call
from app.domain.ports import OutsideError, OutsideRefusal
from app.domain.problem import Problem

Said = TypeVar("Said")
# What a request is answered; nobody hears what a job has to say.
Reply = BaseModel | Problem | None


def _is_a_failure(_: Call, refusal: OutsideRefusal) -> None:
    raise OutsideError(f"refused: {refusal}") from refusal


@dataclass(frozen=True)
class Errand(Generic[Said]):
    """`ask` runs with no transaction open, and again after a crash: its key gives it one effect outside.

    `keep` gets what it said, and `refused` the outside system's clear no, in a transaction of their own.
    Whatever they change may have changed since the errand was made: they look again. A problem that they
    return, and do not raise, is told once what they did is committed.
    """

    ask: Callable[[], Said]
    keep: Callable[[Call, Said], Reply]
    refused: Callable[[Call, OutsideRefusal], Reply] = _is_a_failure

    def run(self) -> Callable[[Call], Reply]:
        """Ask; what remains to be done in the second transaction."""
        try:
            said = self.ask()
        except OutsideRefusal as refusal:
            no = refusal
            return lambda call: self.refused(call, no)
        return lambda call: self.keep(call, said)


def no_trace(_: Call, __: Any) -> None:
    """For what leaves nothing in the database but the end of its job."""
