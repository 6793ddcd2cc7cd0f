"""Instance types: what a node of a type has, and what of it EKS leaves to pods."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from localcloud.kubernetes.errors import KubernetesError

_DISK_MIB = 20 * 1024  # the default root volume of an EKS node group
_KUBELET_DISK_MIB = 1024
_EVICTION_MEMORY_MIB = 100
# Reserved for the kubelet, in millicores per core: first, second, third and fourth, each further one.
_RESERVED_MILLICORES = (60.0, 10.0, 5.0, 5.0)
_RESERVED_MILLICORES_FURTHER = 2.5


@dataclass(frozen=True)
class InstanceType:
    """One EC2 instance type. `system_mib`: what firmware and kernel keep of the advertised memory.

    Reserves follow the AL2023 bootstrap of EKS (github.com/awslabs/amazon-eks-ami, nodeadm); `system_mib` was
    measured per type by github.com/aws/karpenter-provider-aws (zz_generated.memory_overhead.go).
    """

    name: str
    arch: str
    vcpu: int
    memory_mib: int
    system_mib: int
    enis: int
    addresses_per_eni: int

    @property
    def max_pods(self) -> int:
        """Each interface keeps its first address; two pods (CNI, kube-proxy) use the host's network."""
        return self.enis * (self.addresses_per_eni - 1) + 2

    @property
    def capacity(self) -> dict[str, str]:
        """The resources of the node as the kubelet reports them, as Kubernetes quantities."""
        return {
            "cpu": str(self.vcpu),
            "memory": f"{self.memory_mib - self.system_mib}Mi",
            "ephemeral-storage": f"{_DISK_MIB}Mi",
            "pods": str(self.max_pods),
        }

    @property
    def allocatable(self) -> dict[str, str]:
        """What the scheduler may give to pods: capacity less the kubelet's reserve and eviction threshold."""
        reserved_mib = 255 + 11 * self.max_pods
        return {
            "cpu": f"{self.vcpu * 1000 - self._reserved_millicores}m",
            "memory": f"{self.memory_mib - self.system_mib - reserved_mib - _EVICTION_MEMORY_MIB}Mi",
            "ephemeral-storage": f"{_DISK_MIB * 9 // 10 - _KUBELET_DISK_MIB}Mi",
            "pods": str(self.max_pods),
        }

    @property
    def _reserved_millicores(self) -> int:
        further = max(0, self.vcpu - len(_RESERVED_MILLICORES))
        return int(sum(_RESERVED_MILLICORES[: self.vcpu]) + further * _RESERVED_MILLICORES_FURTHER)


@cache
def instance_types() -> dict[str, InstanceType]:
    """All known instance types by name, from instance_types.csv."""
    table = resources.files(__package__).joinpath("instance_types.csv").read_text()
    return {
        row["type"]: InstanceType(
            row["type"],
            row["arch"],
            *(int(row[key]) for key in ("vcpu", "memory_mib", "system_mib", "enis", "addresses_per_eni")),
        )
        for row in csv.DictReader(table.splitlines())
    }


def instance_type(name: str) -> InstanceType:
    """The type of that name; KubernetesError names the known ones if there is none."""
    try:
        return instance_types()[name]
    except KeyError:
        raise KubernetesError(
            f"instance type {name!r} is not in localcloud/kubernetes/instance_types.csv, so the capacity of "
            f"its nodes is not known; known are {', '.join(sorted(instance_types()))}: use one or add a line"
        ) from None
