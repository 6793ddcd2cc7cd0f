"""The whole platform of each phase as the program asks for it, recorded once for all tests of a worker."""

from functools import cache

from stacks.composition import compose
from stacks.outputs import export
from tests.phases import INSTALLATION, PHASES
from tests.recording import Recording, record


@cache
def platform(phase: str, preview: bool = False) -> Recording:
    """The recording of a phase as it is written; to be read only."""
    return record(lambda: export(compose(PHASES[phase], INSTALLATION)), preview=preview, stack=phase)
