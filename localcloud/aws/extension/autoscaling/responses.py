"""Requests to Auto Scaling that moto lacks, or of which it drops a part."""

from typing import Any

from botocore import xform_name
from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.moto_api._internal import mock_random

# Settings that moto takes and forgets, or forgets to change.
_KEPT = (
    "AvailabilityZoneDistribution",
    "CapacityRebalance",
    "Context",
    "DefaultCooldown",
    "DefaultInstanceWarmup",
    "DesiredCapacityType",
    "InstanceMaintenancePolicy",
    "MaxInstanceLifetime",
    "PlacementGroup",
    "ServiceLinkedRoleARN",
    "TerminationPolicies",
)
_create, _update = (
    AutoScalingResponse.create_auto_scaling_group,
    AutoScalingResponse.update_auto_scaling_group,
)
_delete = AutoScalingResponse.delete_auto_scaling_group


def _group(self: AutoScalingResponse) -> Any:
    name = self.params["AutoScalingGroupName"]
    group = self.autoscaling_backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return group


def _keep(self: AutoScalingResponse) -> None:
    group = _group(self)
    for member in _KEPT:
        if self.params.get(member) is not None:
            setattr(group, xform_name(member), self.params[member])


def create_auto_scaling_group(self: AutoScalingResponse) -> ActionResult:
    name = self.params["AutoScalingGroupName"]
    if name in self.autoscaling_backend.autoscaling_groups:
        message = (
            f"AutoScalingGroup by this name already exists - A group with the name {name} already exists"
        )
        raise AutoscalingClientError("AlreadyExists", message)
    result = _create(self)
    _keep(self)
    for hook in self.params.get("LifecycleHookSpecificationList") or []:
        self.autoscaling_backend.create_lifecycle_hook(
            name=hook["LifecycleHookName"],
            as_name=name,
            transition=hook["LifecycleTransition"],
            timeout=hook.get("HeartbeatTimeout"),
            result=hook.get("DefaultResult"),
        )
    return result


def update_auto_scaling_group(self: AutoScalingResponse) -> ActionResult:
    result = _update(self)
    _keep(self)
    return result


def delete_auto_scaling_group(self: AutoScalingResponse) -> ActionResult:
    """Moto ends a group's instances without being told to."""
    if _group(self).instance_states and not self.params.get("ForceDelete"):
        raise AutoscalingClientError(
            "ResourceInUse",
            "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance "
            "request(s) still in the group.",
        )
    return _delete(self)


def enable_metrics_collection(self: AutoScalingResponse) -> ActionResult:
    """Moto replaces the metrics that are collected already."""
    group, added = _group(self), self.params.get("Metrics") or []
    group.metrics = [*group.metrics, *(metric for metric in added if metric not in group.metrics)]
    return EmptyResult()


def disable_metrics_collection(self: AutoScalingResponse) -> ActionResult:
    group, removed = _group(self), self.params.get("Metrics")
    group.metrics = [metric for metric in group.metrics if removed and metric not in removed]
    return EmptyResult()


def start_instance_refresh(self: AutoScalingResponse) -> ActionResult:
    """The refresh is over at once: nothing takes its time here."""
    _group(self).replace_all()
    return ActionResult({"InstanceRefreshId": str(mock_random.uuid4())})


RESPONSES = {
    method.__name__: method
    for method in (
        create_auto_scaling_group,
        update_auto_scaling_group,
        delete_auto_scaling_group,
        enable_metrics_collection,
        disable_metrics_collection,
        start_instance_refresh,
    )
}
