from dataclasses import replace

from localcloud.kubernetes.nodes import NodeSpec, node_labels, node_object, node_taints

SPEC = NodeSpec(
    name="ip-10-0-1-23.ec2.internal",
    instance_type="t4g.medium",
    zone="us-east-1a",
    subnet_id="subnet-1",
    region="us-east-1",
    capacity_type="SPOT",
    nodegroup="web",
    ami_type="AL2023_ARM_64_STANDARD",
    provider_id="aws:///us-east-1a/i-0123",
    labels={"role": "web"},
    taints=[{"key": "dedicated", "value": "web", "effect": "NO_SCHEDULE"}],
)


def test_labels_are_those_of_eks_and_of_the_node_group() -> None:
    labels = node_labels(SPEC)
    assert (
        labels.items()
        >= {
            "kubernetes.io/arch": "arm64",
            "kubernetes.io/os": "linux",
            "kubernetes.io/hostname": "ip-10-0-1-23.ec2.internal",
            "node.kubernetes.io/instance-type": "t4g.medium",
            "topology.kubernetes.io/zone": "us-east-1a",
            "topology.kubernetes.io/region": "us-east-1",
            "eks.amazonaws.com/nodegroup": "web",
            "eks.amazonaws.com/capacityType": "SPOT",
            "role": "web",
        }.items()
    )
    assert labels["eks.amazonaws.com/nodegroup-image"].startswith("ami-")


def test_nodes_of_one_image_share_its_label() -> None:
    image = "eks.amazonaws.com/nodegroup-image"
    assert node_labels(SPEC)[image] == node_labels(replace(SPEC, name="ip-10-0-1-24.ec2.internal"))[image]
    assert node_labels(SPEC)[image] != node_labels(replace(SPEC, ami_type="BOTTLEROCKET_ARM_64"))[image]


def test_taints_of_eks_become_taints_of_kubernetes() -> None:
    assert node_taints(SPEC) == [{"key": "dedicated", "value": "web", "effect": "NoSchedule"}]
    bare = replace(SPEC, taints=[{"key": "gpu", "value": "", "effect": "NoExecute"}])
    assert node_taints(bare) == [{"key": "gpu", "effect": "NoExecute"}]


def test_node_has_the_address_in_its_name_and_the_capacity_of_its_type() -> None:
    node = node_object(SPEC)
    assert {"type": "InternalIP", "address": "10.0.1.23"} in node["status"]["addresses"]
    assert node["spec"]["providerID"] == "aws:///us-east-1a/i-0123"
    assert node["status"]["allocatable"]["cpu"] == "1930m"
    assert node["status"]["nodeInfo"]["architecture"] == "arm64"
