"""The pods of EKS's add-ons: nothing runs in them, but what they ask of the nodes is not the platform's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from localcloud.kubernetes.access import MANAGER
from localcloud.kubernetes.api import Api

Object = dict[str, Any]
_OF = "softfactory.invalid/add-on"
_PATH = "/apis/apps/v1/namespaces/kube-system"
_PLURALS = {"DaemonSet": "daemonsets", "Deployment": "deployments"}
_REPLICAS = 2  # of every deployment, where the settings say nothing else


@dataclass(frozen=True, kw_only=True)
class AddOn:
    """An add-on as it is in the cluster, with its settings."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Pods:
    """What all containers of one pod ask for; with `replicas`, the path to their number, a deployment."""

    name: str
    cpu: str = "0"
    memory: str = "0"
    replicas: tuple[str, ...] | None = None


# As the add-ons' own charts ask.
_PODS: Mapping[str, tuple[_Pods, ...]] = {
    "vpc-cni": (_Pods(name="aws-node", cpu="50m"),),
    "kube-proxy": (_Pods(name="kube-proxy", cpu="100m"),),
    "eks-pod-identity-agent": (_Pods(name="eks-pod-identity-agent"),),
    "coredns": (_Pods(name="coredns", cpu="100m", memory="70Mi", replicas=("replicaCount",)),),
    "metrics-server": (_Pods(name="metrics-server", cpu="100m", memory="200Mi", replicas=("replicas",)),),
    "aws-ebs-csi-driver": (
        _Pods(name="ebs-csi-controller", cpu="60m", memory="240Mi", replicas=("controller", "replicaCount")),
        _Pods(name="ebs-csi-node", cpu="30m", memory="120Mi"),
    ),
}


def sync_add_ons(api: Api, wanted: Sequence[AddOn]) -> None:
    """Make the pods of exactly these add-ons be there; of an add-on that is not known here there are none."""
    objects = [item for add_on in wanted for item in objects_of(add_on)]
    keep = {(item["kind"], item["metadata"]["name"]) for item in objects}
    for item in objects:
        api.apply(f"{_PATH}/{_PLURALS[item['kind']]}/{item['metadata']['name']}", item, MANAGER, force=True)
    for kind, plural in _PLURALS.items():
        for item in api.items(f"{_PATH}/{plural}", labelSelector=_OF):
            if (kind, item["metadata"]["name"]) not in keep:
                api.delete(f"{_PATH}/{plural}/{item['metadata']['name']}")


def objects_of(add_on: AddOn) -> Iterator[Object]:
    """Yield the DaemonSets and Deployments of an add-on."""
    for pods in _PODS.get(add_on.name, ()):
        labels = {"k8s-app": pods.name, _OF: add_on.name}
        container = {
            "name": pods.name,
            "image": f"{add_on.name}.invalid/{pods.name}",
            "resources": {"requests": {"cpu": pods.cpu, "memory": pods.memory}},
        }
        spec: Object = {
            "priorityClassName": "system-node-critical",
            "tolerations": [{"operator": "Exists"}],
            "containers": [container],
        }
        if pods.replicas is not None:
            spec |= {"priorityClassName": "system-cluster-critical", "tolerations": _FOR_DEPLOYMENTS}
        item: Object = {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet" if pods.replicas is None else "Deployment",
            "metadata": {"name": pods.name, "namespace": "kube-system", "labels": labels},
            "spec": {
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": spec},
            },
        }
        if pods.replicas is not None:
            item["spec"]["replicas"] = _number(add_on.settings, pods.replicas)
        yield item


_FOR_DEPLOYMENTS = [{"key": "CriticalAddonsOnly", "operator": "Exists"}]


def _number(settings: Mapping[str, Any], path: Sequence[str]) -> int:
    value: Any = settings
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return _REPLICAS if value is None else int(value)
