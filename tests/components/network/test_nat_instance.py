import subprocess

from components.network.nat_instance import NatInstance, NatInstanceArgs, NatInstanceSize
from tests.recording import Recording, record

SIZE = NatInstanceSize(kind="instance", instance_type="t4g.micro", disk_gib=9)


def nat(preview: bool) -> Recording:
    args = NatInstanceArgs(
        size=SIZE,
        vpc_id="vpc",
        subnet_id="subnet",
        client_cidr="10.0.0.0/17",
        ami_id="ami-1",
        kms_key_arn="arn:key",
    )
    return record(lambda: NatInstance("nat", args), preview=preview)


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


def test_it_forwards_for_the_private_subnets_only(preview: bool) -> None:
    recording = nat(preview)
    assert (
        recording.one("aws:ec2/networkInterface:NetworkInterface", "nat").inputs["sourceDestCheck"] is False
    )
    ingress = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert [rule.inputs["cidrIpv4"] for rule in ingress.values()] == ["10.0.0.0/17"]


def test_the_instance_is_hardened(preview: bool) -> None:
    instance = nat(preview).one("aws:ec2/instance:Instance", "nat").inputs
    assert instance["instanceType"] == "t4g.micro"
    assert instance["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    disk = instance["rootBlockDevice"]
    assert (disk["encrypted"], disk["kmsKeyId"], disk["volumeType"], disk["volumeSize"]) == (
        True,
        "arn:key",
        "gp3",
        9,
    )
    # No way in but the console's: no key pair, no role, no address of its own beside the interface's.
    assert not {"keyName", "iamInstanceProfile", "associatePublicIpAddress"} & instance.keys()


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
    assert association.inputs["networkInterfaceId"] == "nat-id"
