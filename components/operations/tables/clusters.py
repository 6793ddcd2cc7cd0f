"""What is watched of the Kubernetes cluster and its nodes."""

from components.operations.rule import LASTING, SOON, Rule, Table, Window, of

# Sent by EKS itself, without charge. https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
CLUSTER = Table(
    kind="cluster",
    namespace="AWS/EKS",
    rules=(
        Rule(
            name="pending-pods",
            says="Pods find no node for ten minutes",
            runbook="make-room-for-pods",
            metrics=of("scheduler_pending_pods_UNSCHEDULABLE", "Minimum"),
            comparison=">",
            limit=0,
            window=Window(seconds=300, periods=2),
            missing="notBreaching",
        ),
        Rule(
            name="objects",
            # EKS takes no more writes at 8 GiB.
            says="The cluster's objects fill three quarters of what EKS keeps for them",
            runbook="make-room-for-pods",
            metrics=of("apiserver_storage_size_bytes", "Maximum"),
            comparison=">",
            limit=6 * 2**30,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)

# By Auto Scaling group: the nodes of one group together.
NODES = Table(
    kind="nodes",
    namespace="AWS/EC2",
    rules=(
        Rule(
            name="status",
            says="A node fails the checks of EC2",
            runbook="make-room-for-pods",
            metrics=of("StatusCheckFailed", "Maximum"),
            comparison=">",
            limit=0,
            window=SOON,
            # A group may be empty for a while; then its pods are pending.
            missing="notBreaching",
        ),
        Rule(
            name="cpu",
            says="The nodes of the group are above 85 % CPU for a quarter of an hour",
            runbook="make-room-for-pods",
            metrics=of("CPUUtilization", "Average"),
            comparison=">",
            limit=85,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)
