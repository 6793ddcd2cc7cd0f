"""Nodes: what EKS knows of one, and the Node object that it becomes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from localcloud.kubernetes.instance_types import instance_type

Object = dict[str, Any]
LABELS, TAINTS = "softfactory.invalid/labels", "softfactory.invalid/taints"
_KUBELET = "v1.36.3-eks-softfactory"
_TAINT_EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}


@dataclass(frozen=True, kw_only=True)
class NodeSpec:
    """One instance of a node group. Taints: {key, value, effect}, effect as EKS or Kubernetes writes it."""

    name: str
    instance_type: str
    zone: str
    subnet_id: str
    region: str
    capacity_type: str
    nodegroup: str
    ami_type: str
    provider_id: str
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: Sequence[Mapping[str, str]] = ()


def node_object(spec: NodeSpec) -> Object:
    """The Node as a kubelet of that instance would register it."""
    kind = instance_type(spec.instance_type)
    address = spec.name.split(".")[0].removeprefix("ip-").replace("-", ".")
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": spec.name, "labels": node_labels(spec), "annotations": node_annotations(spec)},
        "spec": {"providerID": spec.provider_id, "taints": node_taints(spec)},
        "status": {
            "capacity": kind.capacity,
            "allocatable": kind.allocatable,
            "addresses": [
                {"type": "InternalIP", "address": address},
                {"type": "InternalDNS", "address": spec.name},
                {"type": "Hostname", "address": spec.name},
            ],
            "nodeInfo": {
                "architecture": kind.arch,
                "operatingSystem": "linux",
                "osImage": "Amazon Linux 2023",
                "kubeletVersion": _KUBELET,
                "kubeProxyVersion": _KUBELET,
                "containerRuntimeVersion": "containerd://2.1",
                "kernelVersion": "6.12-amzn2023",  # kwok would take bare digits for a number
                "machineID": "",
                "systemUUID": "",
                "bootID": "",
            },
        },
    }


def node_annotations(spec: NodeSpec) -> dict[str, str]:
    """What of the node's labels and taints its node group has set: that much may be taken away again."""
    return {LABELS: ",".join(sorted(spec.labels)), TAINTS: ",".join(sorted(t["key"] for t in spec.taints))}


def node_labels(spec: NodeSpec) -> dict[str, str]:
    """The labels that EKS and its cloud provider set, with those of the node group."""
    arch = instance_type(spec.instance_type).arch
    return {
        "beta.kubernetes.io/arch": arch,
        "beta.kubernetes.io/instance-type": spec.instance_type,
        "beta.kubernetes.io/os": "linux",
        "eks.amazonaws.com/capacityType": spec.capacity_type,
        "eks.amazonaws.com/nodegroup": spec.nodegroup,
        "eks.amazonaws.com/nodegroup-image": _image(spec.ami_type),
        "failure-domain.beta.kubernetes.io/region": spec.region,
        "failure-domain.beta.kubernetes.io/zone": spec.zone,
        "k8s.io/cloud-provider-aws": hashlib.md5(spec.region.encode(), usedforsecurity=False).hexdigest(),
        "kubernetes.io/arch": arch,
        "kubernetes.io/hostname": spec.name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": spec.instance_type,
        "topology.ebs.csi.aws.com/zone": spec.zone,
        "topology.kubernetes.io/region": spec.region,
        "topology.kubernetes.io/zone": spec.zone,
        **spec.labels,
    }


def node_taints(spec: NodeSpec) -> list[dict[str, str]]:
    """The node group's taints in Kubernetes' words."""
    return [
        {
            "key": taint["key"],
            **({"value": taint["value"]} if taint.get("value") else {}),
            "effect": _TAINT_EFFECTS.get(taint["effect"], taint["effect"]),
        }
        for taint in spec.taints
    ]


def _image(ami_type: str) -> str:
    return f"ami-{hashlib.sha256(ami_type.encode()).hexdigest()[:17]}"
