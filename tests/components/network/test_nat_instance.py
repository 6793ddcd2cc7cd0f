import base64
import json
import subprocess
from typing import Any

import pulumi

from components.network.nat_instance import NatInstance, NatInstanceArgs, NatInstanceSize
from tests.recording import Recording, record

SIZE = NatInstanceSize(kind="instance", instance_type="t4g.micro", disk_gib=9)


ARGS = NatInstanceArgs(
    size=SIZE,
    vpc_id="vpc",
    subnet_id="subnet",
    client_cidr="10.0.0.0/17",
    kms_key_arn="arn:key",
    region="eu-west-1",
    tags={"project": "p"},
)


def nat(preview: bool) -> Recording:
    return record(lambda: NatInstance("nat", ARGS), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert nat(preview).children("softfactory:network:NatInstance", "nat") == {
        ("aws:ec2/securityGroup:SecurityGroup", "nat"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "nat-clients"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "nat-internet"),
        ("aws:ec2/networkInterface:NetworkInterface", "nat"),
        ("aws:ec2/eip:Eip", "nat"),
        ("aws:ec2/eipAssociation:EipAssociation", "nat"),
        ("aws:iam/role:Role", "nat"),
        ("aws:iam/rolePolicy:RolePolicy", "nat"),
        ("aws:iam/instanceProfile:InstanceProfile", "nat"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "nat"),
        ("aws:autoscaling/group:Group", "nat"),
    }


def test_it_lets_in_the_private_subnets_only_and_out_everything() -> None:
    recording = nat(preview=False)
    (inward,) = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    (outward,) = recording.of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").values()
    for rule, block in ((inward, "10.0.0.0/17"), (outward, "0.0.0.0/0")):
        assert rule.inputs["securityGroupId"] == "nat-id"
        assert (rule.inputs["ipProtocol"], rule.inputs["cidrIpv4"]) == ("-1", block)
    assert (
        not {"ingress", "egress"} & recording.one("aws:ec2/securityGroup:SecurityGroup", "nat").inputs.keys()
    )


def test_its_interface_forwards_and_has_an_address_of_its_own() -> None:
    recording = nat(preview=False)
    assert recording.one("aws:ec2/networkInterface:NetworkInterface", "nat").inputs == {
        "subnetId": "subnet",
        "securityGroups": ["nat-id"],
        "sourceDestCheck": False,
        "description": "Egress of the private subnets",
        "tags": {"Name": "nat"},
    }
    assert recording.one("aws:ec2/eip:Eip", "nat").inputs == {"domain": "vpc", "tags": {"Name": "nat"}}
    assert recording.one("aws:ec2/eipAssociation:EipAssociation", "nat").inputs == {
        "allocationId": "nat-id",
        "networkInterfaceId": "nat-id",
    }


def template(preview: bool = False) -> dict[str, Any]:
    return dict(nat(preview).one("aws:ec2/launchTemplate:LaunchTemplate", "nat").inputs)


def test_the_instance_is_hardened() -> None:
    inputs = template()
    # No way in: no key pair, and a role that may attach one interface.
    assert "keyName" not in inputs
    assert inputs["imageId"].startswith("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-")
    assert inputs["instanceType"] == "t4g.micro"
    assert inputs["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    (disk,) = inputs["blockDeviceMappings"]
    assert disk["ebs"] == {
        "volumeType": "gp3",
        "volumeSize": 9,
        "encrypted": "true",
        "kmsKeyId": "arn:key",
        "deleteOnTermination": "true",
    }


def test_what_is_started_carries_the_tags_that_its_rights_hang_on() -> None:
    names = {item["resourceType"]: item["tags"] for item in template()["tagSpecifications"]}
    assert names == {
        "instance": {"project": "p", "Name": "nat"},
        "volume": {"project": "p", "Name": "nat"},
        "network-interface": {"project": "p", "Name": "nat-passing"},
    }
    policy = nat(preview=False).one("aws:iam/rolePolicy:RolePolicy", "nat").inputs["policy"]
    interface = "arn:aws:mock:us-east-1:123456789012:NetworkInterface/nat"
    here = interface.rsplit(":", 1)[0]
    assert json.loads(policy)["Statement"] == [
        {"Effect": "Allow", "Action": "ec2:AttachNetworkInterface", "Resource": interface},
        {
            "Effect": "Allow",
            "Action": "ec2:AttachNetworkInterface",
            "Resource": f"{here}:instance/*",
            "Condition": {"StringEquals": {"ec2:ResourceTag/Name": "nat"}},
        },
        {
            "Effect": "Allow",
            "Action": "ec2:ModifyNetworkInterfaceAttribute",
            "Resource": f"{here}:network-interface/*",
            "Condition": {"StringEquals": {"ec2:ResourceTag/Name": "nat-passing"}},
        },
    ]


def test_there_is_always_one_beside_the_interface() -> None:
    group = nat(preview=False).one("aws:autoscaling/group:Group", "nat").inputs
    assert (group["minSize"], group["desiredCapacity"], group["maxSize"]) == (1, 1, 1)
    assert group["vpcZoneIdentifiers"] == ["subnet"]
    # The old one holds the interface, so it goes first.
    assert group["instanceRefresh"]["preferences"] == {"minHealthyPercentage": 0}
    assert template()["instanceInitiatedShutdownBehavior"] == "terminate"


def test_the_script_is_bash_and_runs_at_every_boot() -> None:
    script = base64.b64decode(template()["userData"]).decode()
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    assert "systemctl enable --now nat" in script
    assert "nat-id" in script
    assert len(script) < 16384  # what EC2 takes


def test_the_first_boot_has_an_address_and_the_right_to_attach() -> None:
    recording = nat(preview=False)
    group = recording.one("aws:autoscaling/group:Group", "nat")
    for type_ in ("aws:ec2/eipAssociation:EipAssociation", "aws:iam/rolePolicy:RolePolicy"):
        assert recording.one(type_, "nat").urn in group.dependencies
    (interface,) = template()["networkInterfaces"]
    assert interface["associatePublicIpAddress"] == "true"


def test_a_route_to_it_comes_once_somebody_forwards() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = NatInstance("nat", ARGS)

        async def look() -> None:
            needs = await made.network_interface_id.resources()
            seen.extend((await made.network_interface_id.future(), await made.public_ip.future()))
            seen.append(sorted(type(item).__name__ for item in needs))

        return pulumi.Output.from_input(look())

    record(program, preview=False, answers={"aws:ec2/networkInterface:NetworkInterface": {"id": "eni-1"}})
    assert seen == ["eni-1", "198.51.100.7", ["Group", "NetworkInterface"]]
