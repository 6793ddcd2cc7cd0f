"""EKS managed node groups: records, with EC2 instances in an Auto Scaling group behind each one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from moto.autoscaling.models import autoscaling_backends
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.cluster_record import ClusterRecord, NodeGroup, Shape, one_page
from localcloud.aws.extension.eks.control_plane import control_planes
from localcloud.aws.extension.eks.node_instances import NodeGroupInstances
from localcloud.aws.extension.eks.node_template import NodeTemplate
from localcloud.aws.extension.eks.versions import SUPPORTED

if TYPE_CHECKING:
    from localcloud.aws.extension.eks.access import AccessOperations as _Backend
else:
    _Backend = object

_PASSED_ON = ("nodeRole", "subnets", "updateConfig", "nodeRepairConfig", "remoteAccess", "warmPoolConfig")


class NodeGroupOperations(_Backend):
    def create_node_group(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        name = params["nodegroupName"]
        if name in record.node_groups:
            message = f"NodeGroup already exists with name {name} and cluster name {record.name}"
            raise errors.in_use(message, clusterName=record.name, nodegroupName=name)
        self._subnets_exist(params["subnets"])
        scaling = _checked_scaling(
            {"minSize": 1, "maxSize": 2, "desiredSize": 2}, params.get("scalingConfig") or {}
        )
        version = params.get("version") or record.shape["version"]
        _check_version(version, record)
        unique = str(mock_random.uuid4())
        template = NodeTemplate.of_request(self, record, params)
        now = utcnow()
        shape: Shape = {
            "updateConfig": {"maxUnavailable": 1},
            **{key: params[key] for key in _PASSED_ON if params.get(key) is not None},
            **template.shown,
            "nodegroupName": name,
            "nodegroupArn": self.arn(f"nodegroup/{record.name}/{name}/{unique}"),
            "clusterName": record.name,
            "version": version,
            "releaseVersion": params.get("releaseVersion") or f"{version}.0-20261112",
            "createdAt": now,
            "modifiedAt": now,
            "status": "ACTIVE",
            "capacityType": params.get("capacityType") or "ON_DEMAND",
            "scalingConfig": scaling,
            "labels": params.get("labels") or {},
            "taints": params.get("taints") or [],
            "tags": params.get("tags") or {},
            "resources": {"autoScalingGroups": [{"name": f"eks-{name}-{unique}"}]},
            "health": {"issues": []},
        }
        if template.of_image:
            del shape["releaseVersion"]
        record.node_groups[name] = NodeGroup(shape, self._launch(shape, template))
        if params["nodeRole"] not in record.access_entries and _uses_api(record):
            entry = {
                "principalArn": params["nodeRole"],
                "type": "EC2_LINUX",
                "kubernetesGroups": ["system:nodes"],
            }
            self.new_entry(record, {**entry, "username": "system:node:{{EC2PrivateDNSName}}"})
        control_planes().changed(record.name)
        return {"nodegroup": shape}

    def describe_node_group(self, params: Shape) -> Shape:
        return {"nodegroup": self.cluster(params["clusterName"]).node_group(params["nodegroupName"]).shape}

    def list_node_groups(self, params: Shape) -> Shape:
        return one_page(sorted(self.cluster(params["clusterName"]).node_groups), params, "nodegroups")

    def delete_node_group(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        group = record.node_group(params["nodegroupName"])
        group.group.remove_all()
        autoscaling_backends[self.account_id][self.region_name].delete_auto_scaling_group(group.group.name)
        ec2 = ec2_backends[self.account_id][self.region_name]
        ec2.delete_launch_template("", group.group.ec2_launch_template.id)
        del record.node_groups[params["nodegroupName"]]
        control_planes().changed(record.name)
        return {"nodegroup": {**group.shape, "status": "DELETING"}}

    def update_node_group_config(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        group = record.node_group(params["nodegroupName"])
        shape = group.shape
        if scaling := params.get("scalingConfig"):
            shape["scalingConfig"] = _checked_scaling(shape["scalingConfig"], scaling)
            group.group.min_size = shape["scalingConfig"]["minSize"]
            group.group.max_size = shape["scalingConfig"]["maxSize"]
            group.group.set_desired_capacity(shape["scalingConfig"]["desiredSize"])
        labels = params.get("labels") or {}
        kept = {
            key: value
            for key, value in shape["labels"].items()
            if key not in (labels.get("removeLabels") or [])
        }
        shape["labels"] = {**kept, **(labels.get("addOrUpdateLabels") or {})}
        shape["taints"] = _changed_taints(shape["taints"], params.get("taints") or {})
        for member in ("updateConfig", "nodeRepairConfig", "warmPoolConfig"):
            if params.get(member) is not None:
                shape[member] = params[member]
        shape["modifiedAt"] = utcnow()
        control_planes().changed(record.name)
        shown = {
            key[0].upper() + key[1:]: value for key, value in (params.get("scalingConfig") or {}).items()
        }
        return record.record_update("ConfigUpdate", shown, nodegroupName=shape["nodegroupName"])

    def update_node_group_version(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        group = record.node_group(params["nodegroupName"])
        version = params.get("version") or group.shape["version"]
        if not params.get("launchTemplate") and not params.get("version"):
            version = record.shape["version"]
        _check_version(version, record)
        request = {
            **group.shape,
            **{key: params[key] for key in ("launchTemplate", "version") if params.get(key)},
        }
        if "launchTemplate" in request:
            _check_same_template(group.shape, request["launchTemplate"])
        template = NodeTemplate.of_request(self, record, request)
        group.shape.update(template.shown, version=version, modifiedAt=utcnow())
        if not template.of_image:
            group.shape["releaseVersion"] = params.get("releaseVersion") or f"{version}.0-20261112"
        own = group.group.ec2_launch_template
        own.create_version(template.data, "")
        own.default_version_number = own.latest_version_number
        group.group.launch_template_version = str(own.latest_version_number)
        group.group.provided_launch_template_version = group.group.launch_template_version
        group.group.replace_all()
        control_planes().changed(record.name)
        shown = {"Version": version, "ReleaseVersion": group.shape.get("releaseVersion", "")}
        return record.record_update("VersionUpdate", shown, nodegroupName=group.shape["nodegroupName"])

    def _launch(self, shape: Shape, template: NodeTemplate) -> NodeGroupInstances:
        ec2 = ec2_backends[self.account_id][self.region_name]
        autoscaling = autoscaling_backends[self.account_id][self.region_name]
        name = shape["resources"]["autoScalingGroups"][0]["name"]
        own = ec2.create_launch_template(
            f"eks-{shape['nodegroupArn'].rpartition('/')[2]}", "", template.data, {}
        )
        cluster = shape["clusterName"]
        tags = {
            f"kubernetes.io/cluster/{cluster}": "owned",
            "eks:cluster-name": cluster,
            "eks:nodegroup-name": shape["nodegroupName"],
            "eks:capacity-type": shape["capacityType"],
        }
        launched: list[Any] = [
            {"Key": key, "Value": value, "PropagateAtLaunch": True} for key, value in tags.items()
        ]
        group = NodeGroupInstances(  # type: ignore[abstract]  # what is abstract serves CloudFormation only
            name=name,
            availability_zones=[],
            desired_capacity=shape["scalingConfig"]["desiredSize"],
            max_size=shape["scalingConfig"]["maxSize"],
            min_size=shape["scalingConfig"]["minSize"],
            launch_config_name="",
            launch_template={"LaunchTemplateId": own.id, "Version": "1"},
            vpc_zone_identifier=",".join(shape["subnets"]),
            default_cooldown=None,
            health_check_period=15,
            health_check_type="EC2",
            load_balancers=[],
            target_group_arns=[],
            placement_group=None,
            termination_policies=["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"],
            autoscaling_backend=autoscaling,
            ec2_backend=ec2,
            tags=launched,
            mixed_instances_policy=None,
            capacity_rebalance=shape["capacityType"] == "SPOT",
        )
        autoscaling.autoscaling_groups[name] = group
        return group

    def _subnets_exist(self, subnet_ids: Sequence[str]) -> None:
        ec2 = ec2_backends[self.account_id][self.region_name]
        for subnet_id in subnet_ids:
            if not any(subnet_id in zone for zone in ec2.subnets.values()):
                raise errors.invalid_parameter(f"The subnet ID '{subnet_id}' does not exist")


def _uses_api(record: ClusterRecord) -> bool:
    return bool(record.shape["accessConfig"]["authenticationMode"] != "CONFIG_MAP")


def _checked_scaling(current: Shape, asked: Shape) -> Shape:
    scaling = {**current, **{key: value for key, value in asked.items() if value is not None}}
    if scaling["minSize"] > scaling["desiredSize"]:
        raise errors.invalid_parameter(
            f"Minimum capacity {scaling['minSize']} can't be greater than desired size "
            f"{scaling['desiredSize']}"
        )
    if scaling["desiredSize"] > scaling["maxSize"]:
        message = (
            f"Desired capacity {scaling['desiredSize']} can't be greater than max size {scaling['maxSize']}"
        )
        raise errors.invalid_parameter(message)
    return scaling


def _check_version(version: str, record: ClusterRecord) -> None:
    """Nodes may be behind the control plane, never ahead of it."""
    cluster = record.shape["version"]
    if version not in SUPPORTED or SUPPORTED.index(version) > SUPPORTED.index(cluster):
        message = f"Requested Nodegroup version {version} is not supported for cluster version {cluster}"
        raise errors.invalid_request(message, clusterName=record.name)


def _check_same_template(shape: Shape, wanted: Shape) -> None:
    current = shape.get("launchTemplate")
    if current is None:
        raise errors.invalid_request(
            "You cannot specify a launch template for a node group that was created without"
        )
    for member in ("id", "name"):
        if wanted.get(member) and wanted[member] != current[member]:
            raise errors.invalid_request(
                "Launch template cannot be changed to another one, only to another version"
            )


def _changed_taints(current: list[Shape], change: Shape) -> list[Shape]:
    def identity(taint: Shape) -> Any:
        return taint["key"], taint.get("effect")

    added = change.get("addOrUpdateTaints") or []
    gone = {identity(taint) for taint in [*added, *(change.get("removeTaints") or [])]}
    return [taint for taint in current if identity(taint) not in gone] + added
