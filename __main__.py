"""The Pulumi program: load the phase, compose the platform, export its outputs."""

from stacks.composition import compose
from stacks.loading import installation_from_config, phase_from_config, transition_from_config
from stacks.outputs import export

export(compose(phase_from_config(), installation_from_config(), transition_from_config()))
