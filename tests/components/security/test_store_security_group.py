from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from tests.recording import record


def test_only_the_clients_reach_it_and_on_its_ports_only(preview: bool) -> None:
    args = StoreSecurityGroupArgs(
        vpc_id="vpc", description="A store", ports=[5432, 443], clients={"cluster": "sg-1", "jobs": "sg-2"}
    )
    recording = record(lambda: StoreSecurityGroup("store", args), preview=preview)
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    assert recording.children("softfactory:security:StoreSecurityGroup", "store") == {
        ("aws:ec2/securityGroup:SecurityGroup", "store"),
        *((rule, f"store-{client}-{port}") for client in args.clients for port in args.ports),
    }
    for client, group, port in ((*pair, port) for pair in args.clients.items() for port in args.ports):
        inputs = recording.one(rule, f"store-{client}-{port}").inputs
        assert inputs["referencedSecurityGroupId"] == group
        assert (inputs["ipProtocol"], inputs["fromPort"], inputs["toPort"]) == ("tcp", port, port)
        assert "cidrIpv4" not in inputs
    # Rules within the group would fight with the ones beside it.
    assert (
        not {"ingress", "egress"}
        & recording.one("aws:ec2/securityGroup:SecurityGroup", "store").inputs.keys()
    )
