"""The instances of a node group: an Auto Scaling group of EKS's own."""

from typing import Any

from localcloud.aws.extension.autoscaling.spread_group import SpreadGroup


class NodeGroupInstances(SpreadGroup):
    """EKS says by a tag of the group whether its instances are Spot."""

    def _spot(self, data: dict[str, Any]) -> bool:
        return self.get_propagated_tags().get("eks:capacity-type") == "SPOT"
