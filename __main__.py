"""The Pulumi program: load the phase, compose the platform, export its outputs."""

import gc

# The SDK's million objects stay until the end, which is soon; going through them is a third of the time.
gc.disable()

from stacks.composition import compose  # noqa: E402  with the collector off
from stacks.loading import phase_from_config, transition_from_config  # noqa: E402  as above
from stacks.outputs import export  # noqa: E402  as above
from stacks.reading import installation_from_config  # noqa: E402  as above

export(compose(phase_from_config(), installation_from_config(), transition_from_config()))
