from components.network.nat_gateway import NatGateway, NatGatewayArgs
from tests.recording import record


def test_it_is_a_public_gateway_with_an_address_of_its_own(preview: bool) -> None:
    recording = record(lambda: NatGateway("nat", NatGatewayArgs(subnet_id="subnet")), preview=preview)
    assert recording.children("softfactory:network:NatGateway", "nat") == {
        ("aws:ec2/eip:Eip", "nat"),
        ("aws:ec2/natGateway:NatGateway", "nat"),
    }
    gateway = recording.one("aws:ec2/natGateway:NatGateway", "nat").inputs
    assert gateway["subnetId"] == "subnet"
    assert gateway["connectivityType"] == "public"
    assert gateway["tags"] == {"Name": "nat"}
    assert recording.one("aws:ec2/eip:Eip", "nat").inputs == {"domain": "vpc", "tags": {"Name": "nat"}}
    if not preview:
        assert gateway["allocationId"] == "nat-id"
