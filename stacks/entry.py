"""The entry: at which port of every node the platform is reached from outside the cluster, and by whom."""

from typing import Final

from stacks.phase_spec import PhaseSpec

# The load balancer forwards to it, and one workload listens at it.
ENTRY_NODE_PORT: Final = 30080
GATEWAY: Final = "gateway"
# The web service that listens at it where there is no gateway.
UNGUARDED: Final = "platform"


def entry_workload(phase: PhaseSpec) -> str:
    """Return the name of the workload that listens."""
    return GATEWAY if phase.gateway else UNGUARDED
