import subprocess

import pulumi

from components.network.nat_instance import NatInstance, NatInstanceArgs, NatInstanceSize
from tests.recording import Recording, record

SIZE = NatInstanceSize(kind="instance", instance_type="t4g.micro", disk_gib=9)


ARGS = NatInstanceArgs(
    size=SIZE,
    vpc_id="vpc",
    subnet_id="subnet",
    client_cidr="10.0.0.0/17",
    ami_id="ami-1",
    kms_key_arn="arn:key",
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
        ("aws:ec2/instance:Instance", "nat"),
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


def test_the_instance_is_hardened() -> None:
    inputs = dict(nat(preview=False).one("aws:ec2/instance:Instance", "nat").inputs)
    inputs.pop("userData")
    # No way in but the console's: no key pair, no role, no address beside the interface's.
    assert inputs == {
        "ami": "ami-1",
        "instanceType": "t4g.micro",
        "primaryNetworkInterface": {"networkInterfaceId": "nat-id"},
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 1,
        },
        "rootBlockDevice": {
            "volumeType": "gp3",
            "volumeSize": 9,
            "encrypted": True,
            "kmsKeyId": "arn:key",
            "deleteOnTermination": True,
            "tags": {"Name": "nat"},
        },
        "userDataReplaceOnChange": True,
        "maintenanceOptions": {"autoRecovery": "default"},
        "tags": {"Name": "nat"},
    }


def test_it_translates_addresses_again_after_a_restart(preview: bool) -> None:
    script = nat(preview).one("aws:ec2/instance:Instance", "nat").inputs["userData"]
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    for step in (
        "net.ipv4.ip_forward=1",
        "/etc/sysctl.d/",
        "-j MASQUERADE",
        "enable --now iptables",
        "iptables-save >",
    ):
        assert step in script


def test_no_run_cuts_egress_and_a_replacement_can_take_the_interface(preview: bool) -> None:
    instance = nat(preview).one("aws:ec2/instance:Instance", "nat")
    assert instance.ignored == ("ami", "sourceDestCheck")
    assert instance.delete_before_replace
    assert instance.inputs["userDataReplaceOnChange"] is True


def test_the_address_is_there_before_the_first_boot_fetches_its_package() -> None:
    recording = nat(preview=False)
    association = recording.one("aws:ec2/eipAssociation:EipAssociation", "nat")
    assert association.urn in recording.one("aws:ec2/instance:Instance", "nat").dependencies


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
    assert seen == ["eni-1", "198.51.100.7", ["Instance", "NetworkInterface"]]
