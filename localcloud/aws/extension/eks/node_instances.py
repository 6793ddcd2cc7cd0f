"""The instances of a node group: an Auto Scaling group that spreads them evenly over its subnets."""

from collections import Counter
from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup, InstanceState


class NodeGroupInstances(FakeAutoScalingGroup):
    """moto's group puts all instances into its first subnet, and ends them in no particular order."""

    instance_states: list[InstanceState]

    def set_desired_capacity(self, new_capacity: int | None) -> None:
        self.desired_capacity = self.min_size if new_capacity is None else new_capacity
        wanted = self.desired_capacity or 0
        while len(self.instance_states) < wanted:
            self._launch()
        surplus = []
        while len(self.instance_states) > wanted:
            surplus.append(self.instance_states.pop(self._fullest()))
        self._terminate(surplus)

    def replace_all(self) -> None:
        """Instances of the launch template's current version in place of those of an earlier one."""
        gone, self.instance_states = self.instance_states, []
        self._terminate(gone)
        self.set_desired_capacity(self.desired_capacity)

    def remove_all(self) -> None:
        gone, self.instance_states = self.instance_states, []
        self._terminate(gone)

    def _launch(self) -> None:
        template: Any = self.ec2_launch_template
        data = template.get_version(self.launch_template_version).data
        populations = self._populations()
        subnet_id = min(str(self.vpc_zone_identifier).split(","), key=lambda subnet: populations[subnet])
        spot = self._spot()
        reservation = self.ec2_backend.run_instances(
            data["ImageId"],
            1,
            None,
            [],
            instance_type=data["InstanceType"],
            is_instance_type_default=False,
            region_name=self.region,
            subnet_id=subnet_id,
            security_group_ids=data["SecurityGroupIds"],
            launch_template={"LaunchTemplateId": template.id, "Version": self.launch_template_version},
            tags={"instance": {**self.get_propagated_tags(), "aws:autoscaling:groupName": self.name}},
            **({"instance_market_options": {"MarketType": "spot"}} if spot else {}),
        )
        instance = reservation.instances[0]
        instance.autoscaling_group = self  # type: ignore[attr-defined]
        self.instance_states.append(InstanceState(instance))

    def _spot(self) -> bool:
        return self.get_propagated_tags().get("eks:capacity-type") == "SPOT"

    def _populations(self) -> Counter[Any]:
        return Counter(state.instance.subnet_id for state in self.instance_states)

    def _fullest(self) -> int:
        """The position of the newest instance in the subnet that has the most."""
        populations = self._populations()
        most = max(populations.values())
        positions = range(len(self.instance_states))
        return max(at for at in positions if populations[self.instance_states[at].instance.subnet_id] == most)

    def _terminate(self, states: list[InstanceState]) -> None:
        if states:
            self.ec2_backend.terminate_instances([state.instance.id for state in states])
