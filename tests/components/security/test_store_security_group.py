from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from tests.recording import record


def test_only_the_clients_reach_it_and_on_its_port_only(preview: bool) -> None:
    args = StoreSecurityGroupArgs(
        vpc_id="vpc", description="A store", port=5432, clients={"cluster": "sg-1", "jobs": "sg-2"}
    )
    recording = record(lambda: StoreSecurityGroup("store", args), preview=preview)
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    assert recording.children("softfactory:security:StoreSecurityGroup", "store") == {
        ("aws:ec2/securityGroup:SecurityGroup", "store"),
        (rule, "store-cluster"),
        (rule, "store-jobs"),
    }
    for client, group in args.clients.items():
        inputs = recording.one(rule, f"store-{client}").inputs
        assert inputs["referencedSecurityGroupId"] == group
        assert (inputs["ipProtocol"], inputs["fromPort"], inputs["toPort"]) == ("tcp", 5432, 5432)
        assert "cidrIpv4" not in inputs
    # Rules within the group would fight with the ones beside it.
    assert (
        not {"ingress", "egress"}
        & recording.one("aws:ec2/securityGroup:SecurityGroup", "store").inputs.keys()
    )
