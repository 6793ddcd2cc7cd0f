"""SpreadGroup: an Auto Scaling group whose instances lie evenly in its subnets, made from its template."""

from collections import Counter
from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup, InstanceState
from moto.ssm.models import ssm_backends


class SpreadGroup(FakeAutoScalingGroup):
    """Moto's group puts all instances into its first subnet, and ends them in no particular order."""

    instance_states: list[InstanceState]

    def set_desired_capacity(self, new_capacity: int | None) -> None:
        self.desired_capacity = self.min_size if new_capacity is None else new_capacity
        wanted = self.desired_capacity or 0
        while len(self.instance_states) < wanted:
            self._launch()
        surplus = []
        while len(self.instance_states) > wanted and self._ready_to_end():
            surplus.append(self.instance_states.pop(self._fullest()))
        self._terminate(surplus)
        self._tell_balancers()

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Moto forgets the policy of mixed instances where a change does not name it."""
        policy = self.mixed_instances_policy
        super().update(*args, **kwargs)
        if self.mixed_instances_policy is None and not kwargs.get("launch_template"):
            self.mixed_instances_policy = policy

    def replace_autoscaling_group_instances(self, count_needed: int, propagated_tags: dict[str, str]) -> None:
        """Instances in place of those that were ended from outside."""
        for _ in range(count_needed):
            self._launch()
        self._tell_balancers()

    def replace_all(self) -> None:
        """Instances of the launch template's current version in place of those of an earlier one."""
        gone, self.instance_states = self.instance_states, []
        self.set_desired_capacity(self.desired_capacity)
        self._terminate(gone)  # not before: the new ones would get their addresses, hence their names

    def remove_all(self) -> None:
        gone, self.instance_states = self.instance_states, []
        self._terminate(gone)

    def _launch(self) -> None:
        template: Any = self.ec2_launch_template
        if template is None:  # an old launch configuration: moto's way
            super().replace_autoscaling_group_instances(1, self.get_propagated_tags())
            return
        version = template.get_version(self.launch_template_version)
        data, interface = version.data, (version.data.get("NetworkInterfaces") or [{}])[0]
        populations = self._populations()
        subnets = str(self.vpc_zone_identifier).split(",") if self.vpc_zone_identifier else [None]
        tags = {**version.instance_tags, **self.get_propagated_tags(), "aws:autoscaling:groupName": self.name}
        reservation = self.ec2_backend.run_instances(
            self._image(data.get("ImageId")),
            1,
            None,
            [],
            instance_type=self._instance_type(data),
            is_instance_type_default=False,
            region_name=self.region,
            subnet_id=min(subnets, key=lambda subnet: populations[subnet]),
            security_group_ids=data.get("SecurityGroupIds") or interface.get("Groups") or [],
            associate_public_ip=interface.get("AssociatePublicIpAddress"),
            launch_template={"LaunchTemplateId": template.id, "Version": self.launch_template_version},
            tags={"instance": tags},
            **({"instance_market_options": {"MarketType": "spot"}} if self._spot(data) else {}),
        )
        instance = reservation.instances[0]
        instance.autoscaling_group = self  # type: ignore[attr-defined]  # moto sets it so too
        protected = self.new_instances_protected_from_scale_in
        self.instance_states.append(InstanceState(instance, protected_from_scale_in=protected))

    def _image(self, named: Any) -> Any:
        """Moto does not look up an image that is named by a parameter, as AWS does at each start."""
        prefix = "resolve:ssm:"
        if named is None or not named.startswith(prefix):
            return named
        parameter = ssm_backends[self.ec2_backend.account_id][self.region].get_parameter(
            named.removeprefix(prefix)
        )
        return parameter.value if parameter else named

    def _instance_type(self, data: dict[str, Any]) -> Any:
        template = (self.mixed_instances_policy or {}).get("LaunchTemplate") or {}
        return next(
            (
                choice["InstanceType"]
                for choice in template.get("Overrides") or []
                if "InstanceType" in choice
            ),
            data.get("InstanceType"),
        )

    def _spot(self, data: dict[str, Any]) -> bool:
        """A mixed policy's share of Spot is taken for all that come after its base."""
        if (data.get("InstanceMarketOptions") or {}).get("MarketType") == "spot":
            return True
        policy = (self.mixed_instances_policy or {}).get("InstancesDistribution") or {}
        base = int(policy.get("OnDemandBaseCapacity") or 0)
        share = policy.get("OnDemandPercentageAboveBaseCapacity")
        return share is not None and int(share) == 0 and len(self.instance_states) >= base

    def _populations(self) -> Counter[Any]:
        return Counter(state.instance.subnet_id for state in self.instance_states)

    def _ready_to_end(self) -> list[int]:
        return [at for at, state in enumerate(self.instance_states) if not state.protected_from_scale_in]

    def _fullest(self) -> int:
        """The position of the newest instance in the subnet that has the most."""
        positions = self._ready_to_end()
        populations = Counter(self.instance_states[at].instance.subnet_id for at in positions)
        most = max(populations.values())
        return max(at for at in positions if populations[self.instance_states[at].instance.subnet_id] == most)

    def _terminate(self, states: list[InstanceState]) -> None:
        if states:
            self.ec2_backend.terminate_instances([state.instance.id for state in states])

    def _tell_balancers(self) -> None:
        if self.autoscaling_backend.autoscaling_groups.get(self.name) is self:
            self.autoscaling_backend.update_attached_elbs(self.name)
            self.autoscaling_backend.update_attached_target_groups(self.name)
