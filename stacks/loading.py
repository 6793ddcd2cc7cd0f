"""The phase and the transition of a stack: from Pulumi's configuration, or from its file without Pulumi."""

from pathlib import Path

import pulumi

from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, PROJECT, TRANSITION_KEY, parse, read_config
from stacks.transition import Transition


def phase_from_config() -> PhaseSpec:
    """Return the phase of the running stack. Raise ConfigurationError."""
    value = pulumi.Config(PROJECT).get_object("phase")
    return parse(PhaseSpec, value, PHASE_KEY, f"Pulumi.{pulumi.get_stack()}.yaml")


def transition_from_config() -> Transition | None:
    """Return the transition that the running stack is in; None is none. Raise ConfigurationError."""
    value = pulumi.Config(PROJECT).get_object("transition")
    if value is None:
        return None
    return parse(Transition, value, TRANSITION_KEY, f"the configuration of stack {pulumi.get_stack()}")


def phase_from_file(path: Path) -> PhaseSpec:
    """Return the phase of a stack file. Raise ConfigurationError."""
    return parse(PhaseSpec, read_config(path).get(PHASE_KEY), PHASE_KEY, path.name)
