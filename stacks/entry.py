"""The entry: at which port of every node the platform is reached from outside the cluster."""

# The load balancer forwards to it, and one workload listens at it.
ENTRY_NODE_PORT = 30080
# The web service that does.
ENTRY = "platform"
