import pytest

from components.network.cidr_plan import plan
from components.network.nat_gateway import NatGatewaySize
from components.network.nat_instance import NatInstanceSize
from components.network.network import Network, NetworkArgs, NetworkSize
from tests.recording import Recording, record

ZONES = ["use1-az1", "use1-az2", "use1-az4"]
INSTANCE = NatInstanceSize(kind="instance", instance_type="t4g.nano", disk_gib=8)
GATEWAY = NatGatewaySize(kind="gateway")


def network(nat: NatInstanceSize | NatGatewaySize, preview: bool) -> Recording:
    args = NetworkArgs(
        size=NetworkSize(nat=nat, flow_log_retention_days=7),
        plan=plan("10.20.0.0/16"),
        account_id="123456789012",
        region="us-east-1",
        zone_ids=ZONES,
        kms_key_arn="arn:key",
        tags={"project": "p"},
    )
    return record(lambda: Network("network", args), preview=preview)


@pytest.mark.parametrize(
    ("nat", "kind"), [(INSTANCE, "NatInstance"), (GATEWAY, "NatGateway")], ids=["instance", "gateway"]
)
def test_it_is_made_of_exactly_these_parts(
    nat: NatInstanceSize | NatGatewaySize, kind: str, preview: bool
) -> None:
    assert network(nat, preview).children("softfactory:network:Network", "network") == {
        ("aws:ec2/vpc:Vpc", "network"),
        ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "network"),
        ("softfactory:network:FlowLogs", "network-flows"),
        ("aws:ec2/internetGateway:InternetGateway", "network"),
        ("aws:ec2/routeTable:RouteTable", "network-public"),
        ("aws:ec2/routeTable:RouteTable", "network-data"),
        *(("aws:ec2/routeTable:RouteTable", f"network-private-{zone}") for zone in ZONES),
        ("aws:ec2/route:Route", "network-public"),
        *(("aws:ec2/route:Route", f"network-private-{zone}") for zone in ZONES),
        *(("softfactory:network:SubnetTier", f"network-{tier}") for tier in ("public", "private", "data")),
        (f"softfactory:network:{kind}", "network-nat"),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3"),
    }


def test_the_vpc_resolves_names(preview: bool) -> None:
    assert network(GATEWAY, preview).one("aws:ec2/vpc:Vpc", "network").inputs == {
        "cidrBlock": "10.20.0.0/16",
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "tags": {"Name": "network"},
    }


def test_everything_in_it_has_its_name(preview: bool) -> None:
    for item in network(GATEWAY, preview).resources:
        if "tags" in item.inputs:
            assert item.inputs["tags"]["Name"] in {item.name, f"{item.name}-default"}


def test_the_group_that_comes_with_the_vpc_lets_nothing_in_or_out(preview: bool) -> None:
    (group,) = network(GATEWAY, preview).of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").values()
    assert not {"ingress", "egress"} & group.inputs.keys()


def test_load_balancers_find_the_subnets_meant_for_them(preview: bool) -> None:
    meant = {
        "public": {"kubernetes.io/role/elb": "1"},
        "private": {"kubernetes.io/role/internal-elb": "1"},
        "data": {},
    }
    for name, subnet in network(GATEWAY, preview).of("aws:ec2/subnet:Subnet").items():
        tags = {key: value for key, value in subnet.inputs["tags"].items() if key != "Name"}
        assert tags == meant[name.split("-")[1]]


def test_routes_out_are_for_the_whole_internet(preview: bool) -> None:
    routes = network(GATEWAY, preview).of("aws:ec2/route:Route").values()
    assert {route.inputs["destinationCidrBlock"] for route in routes} == {"0.0.0.0/0"}


def test_the_way_out_is_in_the_first_public_subnet() -> None:
    by_gateway, by_instance = (network(nat, preview=False) for nat in (GATEWAY, INSTANCE))
    gateway = by_gateway.one("aws:ec2/natGateway:NatGateway", "network-nat").inputs
    interface = by_instance.one("aws:ec2/networkInterface:NetworkInterface", "network-nat").inputs
    assert gateway["subnetId"] == interface["subnetId"] == "network-public-use1-az1-id"
    (clients,) = by_instance.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert clients.inputs["cidrIpv4"] == "10.20.0.0/17"


def test_nothing_leads_out_of_the_data_subnets(preview: bool) -> None:
    recording = network(INSTANCE, preview)
    routes = recording.of("aws:ec2/route:Route")
    assert set(routes) == {"network-public", *(f"network-private-{zone}" for zone in ZONES)}
    if not preview:
        assert "network-data-id" not in {route.inputs["routeTableId"] for route in routes.values()}
        endpoint = recording.one("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3").inputs
        assert endpoint["routeTableIds"] == [f"network-private-{zone}-id" for zone in ZONES]
        data = [
            item.inputs["routeTableId"]
            for name, item in recording.of("aws:ec2/routeTableAssociation:RouteTableAssociation").items()
            if name.startswith("network-data-")
        ]
        assert data == ["network-data-id"] * 3


def test_the_private_subnets_leave_through_what_the_phase_has() -> None:
    by_instance = network(INSTANCE, preview=False).of("aws:ec2/route:Route")
    by_gateway = network(GATEWAY, preview=False).of("aws:ec2/route:Route")
    for zone in ZONES:
        before, after = (routes[f"network-private-{zone}"] for routes in (by_instance, by_gateway))
        assert before.inputs["networkInterfaceId"] == "network-nat-id"
        assert after.inputs["natGatewayId"] == "network-nat-id"
        # Growing changes the target of the same route, so at no moment is there none.
        assert before.urn == after.urn
        assert before.inputs.keys() ^ after.inputs.keys() == {"networkInterfaceId", "natGatewayId"}


def test_growing_leaves_every_other_part_as_it_is() -> None:
    def fixed(nat: NatInstanceSize | NatGatewaySize) -> dict[str, object]:
        recording = network(nat, preview=False)
        return {
            item.urn: item.inputs
            for item in recording.resources
            if item.custom and "Nat" not in item.urn and not item.name.startswith("network-private-")
        }

    assert fixed(INSTANCE) == fixed(GATEWAY)


def test_s3_is_reached_without_the_internet(preview: bool) -> None:
    endpoint = network(GATEWAY, preview).one("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3").inputs
    assert endpoint["vpcEndpointType"] == "Gateway"
    assert endpoint["serviceName"] == "com.amazonaws.us-east-1.s3"
