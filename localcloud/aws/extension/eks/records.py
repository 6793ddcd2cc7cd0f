"""What EKS's records say of the clusters of an account, for those who run the clusters."""

import json
from collections.abc import Iterator
from typing import Any

from moto.eks.models import eks_backends

from localcloud.aws.extension.eks.cluster_record import ClusterRecord, NodeGroup
from localcloud.aws.extension.eks.control_plane import Endpoint


def names(account_id: str) -> list[str]:
    return [name for backend in _backends(account_id) for name in list(backend.clusters)]


def find(account_id: str, cluster: str) -> ClusterRecord | None:
    records = (backend.clusters.get(cluster) for backend in _backends(account_id))
    return next((record for record in records if record), None)


def set_endpoint(account_id: str, cluster: str, endpoint: Endpoint) -> None:
    """Where the control plane is after a restart: its port may be another one."""
    record = find(account_id, cluster)
    if record is not None:
        record.shape["endpoint"] = endpoint.url
        record.shape["certificateAuthority"] = {"data": endpoint.certificate_authority}


def nodes(account_id: str, cluster: str) -> list[dict[str, Any]]:
    """One entry per running instance of the cluster's node groups, with the fields of a NodeSpec."""
    record = find(account_id, cluster)
    groups = list(record.node_groups.values()) if record else []
    return [_node(group, state.instance) for group in groups for state in list(group.group.instance_states)]


def add_ons(account_id: str, cluster: str) -> list[dict[str, Any]]:
    """One entry per add-on of the cluster, with the fields of an AddOn."""
    record = find(account_id, cluster)
    found = list(record.add_ons.values()) if record else []
    return [
        {"name": shape["addonName"], "settings": json.loads(shape.get("configurationValues") or "{}")}
        for shape in found
    ]


def groups(account_id: str, cluster: str, principal: str) -> list[str] | None:
    """The Kubernetes groups of a principal by its access entry; None if it has none."""
    record = find(account_id, cluster)
    entry = record.access_entries.get(principal) if record else None
    if entry is None:
        return None
    found = list(entry.shape["kubernetesGroups"])
    for arn, association in list(entry.policies.items()):
        scope = association["accessScope"]
        name = f"eks:policy:{arn.rpartition('/')[2]}"
        found += (
            [name] if scope["type"] == "cluster" else [f"{name}:{space}" for space in scope["namespaces"]]
        )
    return found


def namespace_policies(account_id: str, cluster: str) -> list[tuple[str, str]]:
    """The access policies that are associated with one namespace, as (policy, namespace)."""
    record = find(account_id, cluster)
    entries = list(record.access_entries.values()) if record else []
    associations = [association for entry in entries for association in list(entry.policies.values())]
    return sorted(
        {
            (association["policyArn"].rpartition("/")[2], namespace)
            for association in associations
            for namespace in association["accessScope"]["namespaces"]
        }
    )


def _backends(account_id: str) -> Iterator[Any]:
    yield from list(eks_backends[account_id].values())


def _node(group: NodeGroup, instance: Any) -> dict[str, Any]:
    zone = instance.placement.zone
    return {
        "name": instance.private_dns_name,
        "instance_type": instance.instance_type,
        "zone": zone,
        "subnet_id": instance.subnet_id,
        "region": group.group.region,
        "capacity_type": group.shape["capacityType"],
        "nodegroup": group.shape["nodegroupName"],
        "ami_type": group.shape["amiType"],
        "labels": dict(group.shape["labels"]),
        "taints": [dict(taint) for taint in group.shape["taints"]],
        "provider_id": f"aws:///{zone}/{instance.id}",
    }
