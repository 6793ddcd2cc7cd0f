import json
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.cluster.node_group import NodeGroup, NodeGroupArgs, NodeGroupSize
from tests.recording import Recording, record

GROUP, TEMPLATE = "aws:eks/nodeGroup:NodeGroup", "aws:ec2/launchTemplate:LaunchTemplate"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
VALUES: dict[str, Any] = {
    "instance_type": "t4g.large",
    "capacity_type": "SPOT",
    "disk_gib": 30,
    "min_nodes": 2,
    "desired_nodes": 3,
    "max_nodes": 4,
}


ARGS = NodeGroupArgs(
    size=NodeGroupSize.model_validate(VALUES),
    cluster_name="softfactory",
    kubernetes_version="1.36",
    subnet_ids=["subnet-1", "subnet-2"],
    kms_key_arn="arn:key",
    tags={"owner": "somebody"},
)


def group(preview: bool) -> Recording:
    return record(lambda: NodeGroup("spot", ARGS), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    policies = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy")
    assert group(preview).children("softfactory:cluster:NodeGroup", "spot") == {
        ("aws:iam/role:Role", "spot"),
        *((ATTACHMENT, f"spot-{policy}") for policy in policies),
        (TEMPLATE, "spot"),
        (GROUP, "spot"),
    }


def test_it_has_the_size_of_the_phase(preview: bool) -> None:
    recording = group(preview)
    nodes, template = recording.one(GROUP, "spot").inputs, recording.one(TEMPLATE, "spot").inputs
    assert nodes["scalingConfig"] == {"minSize": 2, "desiredSize": 3, "maxSize": 4}
    assert nodes["capacityType"] == "SPOT"
    assert template["instanceType"] == "t4g.large"
    assert template["blockDeviceMappings"][0]["ebs"]["volumeSize"] == 30


def test_the_instance_type_is_where_it_changes_in_place(preview: bool) -> None:
    recording = group(preview)
    nodes, template = recording.one(GROUP, "spot").inputs, recording.one(TEMPLATE, "spot").inputs
    # In the group, types and disk replace it, and EKS refuses them beside a template; so it does a market
    # option, an image's owner and a role in the template.
    assert not {"instanceTypes", "diskSize", "remoteAccess"} & nodes.keys()
    assert (
        not {"instanceMarketOptions", "iamInstanceProfile", "imageId", "networkInterfaces"} & template.keys()
    )
    if not preview:
        assert nodes["launchTemplate"] == {"id": "spot-id", "version": "1"}


def test_nodes_are_hardened_and_their_disks_encrypted(preview: bool) -> None:
    template = group(preview).one(TEMPLATE, "spot").inputs
    assert template["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    (disk,) = template["blockDeviceMappings"]
    assert disk["ebs"]["encrypted"] == "true"
    assert disk["ebs"]["kmsKeyId"] == "arn:key"
    assert disk["ebs"]["volumeType"] == "gp3"


def test_nodes_run_the_image_of_eks_and_are_replaced_one_by_one(preview: bool) -> None:
    recording = group(preview)
    nodes, template = recording.one(GROUP, "spot").inputs, recording.one(TEMPLATE, "spot").inputs
    assert nodes["amiType"] == "AL2023_ARM_64_STANDARD"
    assert nodes["version"] == "1.36"
    assert nodes["updateConfig"] == {"maxUnavailable": 1}
    (disk,) = template["blockDeviceMappings"]
    # The root of that image; under another name it would be a second disk beside an unencrypted root.
    assert disk["deviceName"] == "/dev/xvda"
    assert disk["ebs"]["deleteOnTermination"] == "true"
    assert template["updateDefaultVersion"] is True


def test_nodes_and_disks_are_tagged(preview: bool) -> None:
    template = group(preview).one(TEMPLATE, "spot").inputs
    tags = {item["resourceType"]: item["tags"] for item in template["tagSpecifications"]}
    assert tags.keys() == {"instance", "volume", "network-interface"}
    assert all(found == {"owner": "somebody", "Name": "spot"} for found in tags.values())


def test_its_role_is_for_nodes_and_there_as_long_as_they_are(preview: bool) -> None:
    recording = group(preview)
    (statement,) = json.loads(recording.one("aws:iam/role:Role", "spot").inputs["assumeRolePolicy"])[
        "Statement"
    ]
    assert statement["Principal"] == {"Service": "ec2.amazonaws.com"}
    assert {item.urn for item in recording.of(ATTACHMENT).values()} <= set(
        recording.one(GROUP, "spot").dependencies
    )


def test_it_hands_on_the_auto_scaling_group_of_its_nodes() -> None:
    outputs: dict[str, str] = {}

    def program() -> pulumi.Output[None]:
        made = NodeGroup("spot", ARGS)
        return made.autoscaling_group_name.apply(lambda name: outputs.update(name=name))

    record(program, preview=False)
    assert outputs == {"name": "eks-spot-0a1b2c3"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"desired_nodes": 1},
            "got 1; allowed: from min_nodes 2 to max_nodes 4; change desired_nodes or the bounds",
        ),
        ({"desired_nodes": 5}, "desired_nodes: got 5; allowed: from min_nodes 2 to max_nodes 4"),
        ({"instance_type": "t3.large"}, "instance_type"),
        ({"instance_type": "db.t4g.large"}, "instance_type"),
        ({"capacity_type": "spot"}, "capacity_type"),
        ({"max_nodes": 0}, "max_nodes"),
    ],
)
def test_a_size_that_eks_would_refuse_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        NodeGroupSize.model_validate({**VALUES, **values})
