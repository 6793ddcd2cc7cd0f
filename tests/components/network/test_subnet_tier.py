from ipaddress import IPv4Network

import pulumi

from components.network.subnet_tier import SubnetTier, SubnetTierArgs
from tests.recording import record

BLOCKS = {"use1-az1": IPv4Network("10.0.0.0/22"), "use1-az2": IPv4Network("10.0.4.0/22")}


def test_there_is_one_associated_subnet_in_each_zone(preview: bool) -> None:
    args = SubnetTierArgs(
        vpc_id="vpc",
        blocks=BLOCKS,
        route_table_ids=dict.fromkeys(BLOCKS, "table"),
        routes=[],
        tags={"role": "x"},
    )
    recording = record(lambda: SubnetTier("tier", args), preview=preview)
    assert recording.children("softfactory:network:SubnetTier", "tier") == {
        (kind, f"tier-{zone}")
        for kind in ("aws:ec2/subnet:Subnet", "aws:ec2/routeTableAssociation:RouteTableAssociation")
        for zone in BLOCKS
    }
    for zone, block in BLOCKS.items():
        subnet = recording.one("aws:ec2/subnet:Subnet", f"tier-{zone}").inputs
        assert subnet["cidrBlock"] == str(block)
        assert subnet["availabilityZoneId"] == zone
        assert subnet["mapPublicIpOnLaunch"] is False
        assert subnet["tags"] == {"Name": f"tier-{zone}", "role": "x"}


def test_a_subnet_is_known_once_it_is_associated_and_routed() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        route = pulumi.Output.from_input("route-id")
        args = SubnetTierArgs(
            vpc_id="vpc",
            blocks=BLOCKS,
            route_table_ids=dict.fromkeys(BLOCKS, "table"),
            routes=[route],
            tags={},
        )
        tier = SubnetTier("tier", args)

        async def look() -> None:
            found = await tier.subnet_ids[0].resources()
            seen.extend(type(resource).__name__ for resource in found)
            seen.append(await tier.subnet_ids[0].future())

        return pulumi.Output.from_input(look())

    record(program, preview=False, answers={"aws:ec2/subnet:Subnet": {"id": "subnet-1"}})
    assert sorted(map(str, seen)) == ["RouteTableAssociation", "Subnet", "subnet-1"]
