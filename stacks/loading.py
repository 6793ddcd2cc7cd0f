"""The phase and the transition of a stack: from Pulumi's configuration, or from its file without Pulumi."""

from pathlib import Path

import pulumi

from stacks.growth import shrunk_stores
from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, PROJECT, TRANSITION_KEY, ConfigurationError, parse, read_config
from stacks.transition import Transition

STACK_FILES = Path(__file__).parent.parent


def phase_from_config(files: Path = STACK_FILES) -> PhaseSpec:
    """Return the phase of the running stack. Raise ConfigurationError.

    Phases follow each other by name: one that has less of a store than the one before it is refused.
    """
    stack = pulumi.get_stack()
    value = pulumi.Config(PROJECT).get_object("phase")
    phase = parse(PhaseSpec, value, PHASE_KEY, f"Pulumi.{stack}.yaml")
    earlier = [path for path in sorted(files.glob("Pulumi.*.yaml")) if path.name < f"Pulumi.{stack}.yaml"]
    if earlier and (less := shrunk_stores(phase_from_file(earlier[-1]), phase)):
        lines = "\n  ".join(str(one) for one in less)
        raise ConfigurationError(
            f"Pulumi.{stack}.yaml has less of a store than {earlier[-1].name}, which it grows from:\n"
            f"  {lines}"
        )
    return phase


def transition_from_config() -> Transition | None:
    """Return the transition that the running stack is in; None is none. Raise ConfigurationError."""
    value = pulumi.Config(PROJECT).get_object("transition")
    if value is None:
        return None
    return parse(Transition, value, TRANSITION_KEY, f"the configuration of stack {pulumi.get_stack()}")


def phase_from_file(path: Path) -> PhaseSpec:
    """Return the phase of a stack file. Raise ConfigurationError."""
    return parse(PhaseSpec, read_config(path).get(PHASE_KEY), PHASE_KEY, path.name)
