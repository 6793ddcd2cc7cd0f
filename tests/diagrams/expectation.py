"""One thing that a diagram says of the platform."""

from dataclasses import dataclass

from tests.diagrams.facts import Facts
from tests.diagrams.readings import Reading


@dataclass(frozen=True)
class Said:
    """Words on one line of docs/diagrams/architecture-diagrams.md, and the diagram that the line is in."""

    diagram: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.diagram} line {self.line}: {self.words!r}"


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """`leaves` are the keys of the phase file that hold the value; none if the program holds it.

    What is `computed` from the values of other rows fails along with them.
    """

    phase: str
    said: tuple[Said, ...]
    value: object
    reading: Reading
    leaves: tuple[str, ...] = ()
    computed: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether a platform is as the diagrams say; one that lacks the part is not."""
        try:
            return self.reading.of(facts) == self.value
        except KeyError:
            return False

    def __str__(self) -> str:
        return f"{self.phase}, {self.said[0]}"
