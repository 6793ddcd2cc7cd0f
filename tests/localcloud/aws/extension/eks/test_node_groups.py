"""Node groups: their instances, their launch template, their updates."""

from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localcloud.aws.extension.eks import records
from localcloud.kubernetes.nodes import NodeSpec
from tests.localcloud.aws.extension.conftest import Client
from tests.localcloud.aws.extension.eks.conftest import Eks

ACCOUNT = "123456789012"


def _nodes() -> list[NodeSpec]:
    return [NodeSpec(**fields) for fields in records.nodes(ACCOUNT, "platform")]


def _instances(aws: Client, state: str = "running") -> list[dict[str, Any]]:
    filters = [{"Name": "instance-state-name", "Values": [state]}]
    reservations = aws("ec2").describe_instances(Filters=filters)["Reservations"]
    return [instance for reservation in reservations for instance in reservation["Instances"]]


def _template(aws: Client, **data: Any) -> dict[str, Any]:
    created = aws("ec2").create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=data)
    return {"id": created["LaunchTemplate"]["LaunchTemplateId"], "version": "1"}


def test_instances_are_spread_over_the_subnets(eks: Eks, aws: Client) -> None:
    eks.add_nodes(scalingConfig={"minSize": 1, "maxSize": 6, "desiredSize": 5})
    instances = _instances(aws)
    assert sorted(Counter(item["SubnetId"] for item in instances).values()) == [1, 2, 2]
    tags = {tag["Key"]: tag["Value"] for tag in instances[0]["Tags"]}
    assert tags["eks:nodegroup-name"] == "general"
    assert tags["kubernetes.io/cluster/platform"] == "owned"
    (group,) = aws("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
    assert group["AutoScalingGroupName"] == eks.node_group()["resources"]["autoScalingGroups"][0]["name"]
    assert {item["InstanceId"] for item in group["Instances"]} == {item["InstanceId"] for item in instances}


def test_nodes_are_what_kubernetes_needs_to_know(eks: Eks, aws: Client) -> None:
    eks.add_nodes(
        instanceTypes=["t4g.large"],
        amiType="AL2023_ARM_64_STANDARD",
        capacityType="SPOT",
        labels={"pool": "general"},
        taints=[{"key": "dedicated", "value": "jobs", "effect": "NO_SCHEDULE"}],
    )
    nodes, instances = _nodes(), {item["InstanceId"]: item for item in _instances(aws)}
    assert len(nodes) == 3
    for node in nodes:
        instance = instances[node.provider_id.rpartition("/")[2]]
        assert node.name == instance["PrivateDnsName"]
        assert node.zone == instance["Placement"]["AvailabilityZone"]
        assert node.provider_id == f"aws:///{node.zone}/{instance['InstanceId']}"
        assert instance["InstanceLifecycle"] == "spot"
        assert (node.instance_type, node.capacity_type) == ("t4g.large", "SPOT")
        assert (node.nodegroup, node.ami_type) == ("general", "AL2023_ARM_64_STANDARD")
        assert node.labels == {"pool": "general"}
        assert list(node.taints) == [{"key": "dedicated", "value": "jobs", "effect": "NO_SCHEDULE"}]


def test_the_launch_template_decides_type_and_image(eks: Eks, aws: Client) -> None:
    template = _template(aws, InstanceType="t4g.large", ImageId="ami-0123456789abcdef0")
    group = eks.add_nodes(launchTemplate=template)
    assert group["amiType"] == "CUSTOM"
    assert group["launchTemplate"] == {**template, "name": "nodes"}
    assert not {"instanceTypes", "diskSize", "releaseVersion"} & group.keys()
    assert {(item["InstanceType"], item["ImageId"]) for item in _instances(aws)} == {
        ("t4g.large", "ami-0123456789abcdef0")
    }
    assert {node.instance_type for node in _nodes()} == {"t4g.large"}


def test_without_a_launch_template_eks_decides(eks: Eks, aws: Client) -> None:
    group = eks.add_nodes()
    assert (group["instanceTypes"], group["amiType"]) == (["t3.medium"], "AL2023_x86_64_STANDARD")
    assert (group["diskSize"], group["capacityType"]) == (20, "ON_DEMAND")
    assert group["releaseVersion"].startswith("1.35.")
    assert group["updateConfig"] == {"maxUnavailable": 1}
    security_group = eks.cluster()["resourcesVpcConfig"]["clusterSecurityGroupId"]
    assert {item["GroupId"] for item in _instances(aws)[0]["SecurityGroups"]} == {security_group}


@pytest.mark.parametrize(
    ("changes", "template", "words"),
    [
        ({"instanceTypes": ["t3.large"]}, {"InstanceType": "t4g.large"}, "Cannot specify instanceTypes"),
        ({"diskSize": 50}, {}, "Disk size must be specified within the launch template"),
        ({"amiType": "AL2023_ARM_64_STANDARD"}, {"ImageId": "ami-1"}, "AMI Type other than CUSTOM"),
        ({"scalingConfig": {"minSize": 3, "maxSize": 6, "desiredSize": 2}}, {}, "Minimum capacity 3"),
        ({"scalingConfig": {"minSize": 1, "maxSize": 2, "desiredSize": 3}}, {}, "max size 2"),
        ({"subnets": ["subnet-1"]}, {}, "'subnet-1' does not exist"),
        ({"version": "1.36"}, {}, "version 1.36 is not supported for cluster version 1.35"),
        ({"launchTemplate": {"name": "none"}}, {}, "Launch template .* is not valid"),
        ({"clusterName": "none"}, {}, "No cluster found for name: none"),
    ],
)
def test_refuses(
    eks: Eks, aws: Client, changes: dict[str, Any], template: dict[str, Any], words: str
) -> None:
    own = _template(aws, UserData="", **template)
    with pytest.raises(ClientError, match=words):
        eks.add_nodes(**{"launchTemplate": own, **changes})
    assert _instances(aws) == []


def test_scaling_adds_and_removes_instances(eks: Eks, aws: Client) -> None:
    eks.add_nodes()
    update = eks.client.update_nodegroup_config
    names = {"clusterName": "platform", "nodegroupName": "general"}
    first = {node.name for node in _nodes()}
    update(**names, scalingConfig={"desiredSize": 5})
    assert first < {node.name for node in _nodes()}
    assert len(_instances(aws)) == 5
    update(**names, scalingConfig={"desiredSize": 2})
    assert len(_instances(aws)) == 2
    assert len({node.zone for node in _nodes()}) == 2
    assert eks.node_group()["scalingConfig"] == {"minSize": 1, "maxSize": 6, "desiredSize": 2}


def test_labels_and_taints_change(eks: Eks) -> None:
    eks.add_nodes(labels={"a": "1", "b": "2"}, taints=[{"key": "x", "value": "1", "effect": "NO_SCHEDULE"}])
    eks.client.update_nodegroup_config(
        clusterName="platform",
        nodegroupName="general",
        labels={"addOrUpdateLabels": {"c": "3"}, "removeLabels": ["a"]},
        taints={
            "addOrUpdateTaints": [{"key": "y", "value": "1", "effect": "NO_EXECUTE"}],
            "removeTaints": [{"key": "x", "effect": "NO_SCHEDULE"}],
        },
        updateConfig={"maxUnavailable": 2},
    )
    group = eks.node_group()
    assert group["labels"] == {"b": "2", "c": "3"}
    assert group["taints"] == [{"key": "y", "value": "1", "effect": "NO_EXECUTE"}]
    assert group["updateConfig"] == {"maxUnavailable": 2}
    assert _nodes()[0].labels == {"b": "2", "c": "3"}


def test_a_new_template_version_replaces_the_instances(eks: Eks, aws: Client) -> None:
    template = _template(aws, InstanceType="t4g.medium")
    eks.add_nodes(launchTemplate=template)
    before = {node.name for node in _nodes()}
    aws("ec2").create_launch_template_version(
        LaunchTemplateId=template["id"], LaunchTemplateData={"InstanceType": "t4g.large"}
    )
    eks.client.update_nodegroup_version(
        clusterName="platform", nodegroupName="general", launchTemplate={"id": template["id"], "version": "2"}
    )
    assert eks.node_group()["launchTemplate"]["version"] == "2"
    assert {item["InstanceType"] for item in _instances(aws)} == {"t4g.large"}
    assert len(_nodes()) == 3
    assert not before & {node.name for node in _nodes()}
    assert len(_instances(aws, "terminated")) == 3


def test_nodes_follow_the_cluster_to_its_version(eks: Eks) -> None:
    eks.add_nodes()
    eks.client.update_cluster_version(name="platform", version="1.36")
    assert eks.node_group()["version"] == "1.35"
    eks.client.update_nodegroup_version(clusterName="platform", nodegroupName="general")
    assert eks.node_group()["version"] == "1.36"


def test_another_template_is_refused(eks: Eks, aws: Client) -> None:
    eks.add_nodes(launchTemplate=_template(aws, InstanceType="t4g.large"))
    aws("ec2").create_launch_template(
        LaunchTemplateName="other", LaunchTemplateData={"InstanceType": "t4g.large"}
    )
    with pytest.raises(ClientError, match="cannot be changed to another one"):
        eks.client.update_nodegroup_version(
            clusterName="platform", nodegroupName="general", launchTemplate={"name": "other"}
        )


def test_deletion_ends_the_instances(eks: Eks, aws: Client) -> None:
    eks.add_nodes()
    eks.client.delete_nodegroup(clusterName="platform", nodegroupName="general")
    assert _instances(aws) == []
    assert _nodes() == []
    assert aws("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"] == []
    assert aws("ec2").describe_launch_templates()["LaunchTemplates"] == []
    assert eks.client.list_nodegroups(clusterName="platform")["nodegroups"] == []
    eks.client.delete_cluster(name="platform")
    for subnet in eks.subnets:
        aws("ec2").delete_subnet(SubnetId=subnet)


def test_the_nodes_have_an_access_entry(eks: Eks) -> None:
    eks.add_nodes()
    role = eks.node_group()["nodeRole"]
    entry = eks.client.describe_access_entry(clusterName="platform", principalArn=role)["accessEntry"]
    assert (entry["type"], entry["kubernetesGroups"]) == ("EC2_LINUX", ["system:nodes"])
