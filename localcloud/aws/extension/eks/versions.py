"""The Kubernetes versions of EKS, and the add-ons with the versions that fit."""

from localcloud.aws.extension.eks import errors

# Standard or extended support; https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
SUPPORTED = ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36")
DEFAULT_VERSION = "1.36"

# Add-on -> version; `{minor}` is the cluster's.
ADD_ONS = {
    "amazon-cloudwatch-observability": "v4.7.0-eksbuild.1",
    "aws-ebs-csi-driver": "v1.54.0-eksbuild.1",
    "aws-efs-csi-driver": "v2.1.15-eksbuild.1",
    "aws-mountpoint-s3-csi-driver": "v2.2.1-eksbuild.1",
    "cert-manager": "v1.19.1-eksbuild.1",
    "coredns": "v1.13.1-eksbuild.1",
    "eks-node-monitoring-agent": "v1.4.2-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.1",
    "external-dns": "v0.20.0-eksbuild.1",
    "kube-proxy": "v{minor}.0-eksbuild.2",
    "kube-state-metrics": "v2.17.0-eksbuild.1",
    "metrics-server": "v0.8.0-eksbuild.5",
    "prometheus-node-exporter": "v1.10.2-eksbuild.1",
    "snapshot-controller": "v8.3.0-eksbuild.1",
    "vpc-cni": "v1.21.1-eksbuild.1",
}


def check_supported(version: str) -> None:
    if version not in SUPPORTED:
        raise errors.invalid_parameter(
            f"unsupported Kubernetes version {version}; supported: {', '.join(SUPPORTED)}"
        )


def check_update(current: str, wanted: str, cluster: str) -> None:
    """EKS moves a cluster one minor version up at a time."""
    check_supported(wanted)
    if SUPPORTED.index(wanted) - SUPPORTED.index(current) != 1:
        message = f"Unsupported Kubernetes minor version update from {current} to {wanted}"
        raise errors.invalid_parameter(message, clusterName=cluster)


def add_on_version(name: str, cluster_version: str) -> str:
    """The default version of an add-on for a cluster of that version."""
    if name not in ADD_ONS:
        message = f"Addon {name} specified is not supported in {cluster_version} kubernetes version"
        raise errors.invalid_parameter(message, addonName=name)
    return ADD_ONS[name].format(minor=cluster_version)
