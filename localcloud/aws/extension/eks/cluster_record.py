"""All that belongs to one EKS cluster; the records are in the shape in which AWS describes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.eks import errors

Shape = dict[str, Any]


@dataclass
class AccessEntry:
    """`shape` is the entry, `policies` its associated access policies by ARN."""

    shape: Shape
    policies: dict[str, Shape] = field(default_factory=dict)


@dataclass
class NodeGroup:
    """`shape` is the node group; `group` the Auto Scaling group that holds its instances."""

    shape: Shape
    group: Any


@dataclass
class ClusterRecord:
    shape: Shape
    node_groups: dict[str, NodeGroup] = field(default_factory=dict)
    add_ons: dict[str, Shape] = field(default_factory=dict)
    access_entries: dict[str, AccessEntry] = field(default_factory=dict)
    associations: dict[str, Shape] = field(default_factory=dict)
    updates: dict[str, Shape] = field(default_factory=dict)
    # moto's own Fargate profiles work on these two.
    fargate_profiles: dict[str, Any] = field(default_factory=dict)
    fargate_profile_count: int = 0

    @property
    def name(self) -> str:
        return str(self.shape["name"])

    @property
    def is_active(self) -> bool:
        return bool(self.shape["status"] == "ACTIVE")

    def node_group(self, name: str) -> NodeGroup:
        if name not in self.node_groups:
            message = f"No node group found for name: {name}."
            raise errors.not_found(message, clusterName=self.name, nodegroupName=name)
        return self.node_groups[name]

    def record_update(self, kind: str, params: Mapping[str, Any], **of: str) -> Shape:
        """Keeps a finished update; `of` names the node group or the add-on that it is of."""
        update: Shape = {
            "id": str(mock_random.uuid4()),
            "status": "Successful",
            "type": kind,
            "params": [{"type": name, "value": str(value)} for name, value in params.items()],
            "createdAt": utcnow(),
            "errors": [],
        }
        self.updates[update["id"]] = {**update, **of}
        return {"update": update}


def one_page(names: Iterable[Any], params: Shape, key: str) -> Shape:
    """A page of a listing, as the request's maxResults and nextToken ask for."""
    everything = list(names)
    start = int(params.get("nextToken") or 0)
    end = start + int(params.get("maxResults") or 100)
    token = {"nextToken": str(end)} if end < len(everything) else {}
    return {key: everything[start:end], **token}
