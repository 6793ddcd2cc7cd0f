"""The Pulumi program: load the phase, compose the platform, export its outputs."""

import gc

from pulumi import log

# The SDK's million objects stay until the end, which is soon; going through them is a third of the time.
gc.disable()
# The SDK tells the engine of each step of each resource and waits for its answer, which is a fifth of the
# time, for lines that only `--debug` shows beside the engine's own.
log.debug = lambda *_, **__: None

from stacks.composition import compose  # noqa: E402  with the collector off
from stacks.loading import phase_from_config, transition_from_config  # noqa: E402  as above
from stacks.outputs import export  # noqa: E402  as above
from stacks.reading import installation_from_config  # noqa: E402  as above

export(compose(phase_from_config(), installation_from_config(), transition_from_config()))
