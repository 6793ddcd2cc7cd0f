import pulumi

from components.edge.cdn_entrance import HEADER, CdnEntrance, CdnEntranceArgs
from components.edge.public_entrance import PublicEntrance, PublicEntranceArgs
from tests.recording import Recording, record

ARGS = CdnEntranceArgs(
    security_group_id="sg",
    listener_arn="arn:l",
    target_group_arn="arn:t",
    prefix_list_id="pl-1",
    header_values=["before", "now"],
    domain="origin.app.example.com",
    zone_id="zone",
    balancer_dns_name="lb.example",
    balancer_zone_id="lb-zone",
)


def entrance(preview: bool = False) -> Recording:
    return record(lambda: CdnEntrance("cdn", ARGS), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert entrance(preview).children("softfactory:edge:CdnEntrance", "cdn") == {
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cdn-https"),
        ("aws:lb/listenerRule:ListenerRule", "cdn"),
        ("aws:route53/record:Record", "cdn"),
    }


def test_only_cloudfront_gets_through_and_only_on_one_port() -> None:
    (rule,) = entrance().of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert rule.inputs["prefixListId"] == "pl-1"
    assert not {"cidrIpv4", "cidrIpv6"} & rule.inputs.keys()
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (443, 443)


def test_both_values_of_the_header_are_let_in() -> None:
    (rule,) = entrance().of("aws:lb/listenerRule:ListenerRule").values()
    assert rule.inputs["conditions"] == [
        {"httpHeader": {"httpHeaderName": HEADER, "values": ["before", "now"]}}
    ]
    assert rule.inputs["actions"] == [{"type": "forward", "targetGroupArn": "arn:t"}]


def test_it_stands_beside_the_public_entrance_while_the_platform_grows() -> None:
    def both() -> None:
        CdnEntrance("cdn", ARGS)
        PublicEntrance(
            "public",
            PublicEntranceArgs(
                security_group_id="sg", listener_arn="arn:l", target_group_arn="arn:t", dns_name="lb"
            ),
        )

    recording = record(both, preview=False)
    forwards = recording.of("aws:lb/listenerRule:ListenerRule").values()
    assert len({rule.inputs["priority"] for rule in forwards}) == 2
    listed = 55  # how many rules AWS counts for its list
    rules = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert sum(listed if "prefixListId" in rule.inputs else 1 for rule in rules) <= 60


def test_the_name_for_cloudfront_leads_to_the_load_balancer_and_is_told_once_all_is_open() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = CdnEntrance("cdn", ARGS)

        async def look() -> None:
            seen.append(await made.domain.future())
            seen.append({type(item).__name__ for item in await made.domain.resources()})

        return pulumi.Output.from_input(look())

    recording = record(program, preview=False)
    (name,) = recording.of("aws:route53/record:Record").values()
    assert (name.inputs["name"], name.inputs["type"]) == ("origin.app.example.com", "A")
    assert name.inputs["aliases"] == [
        {"name": "lb.example", "zoneId": "lb-zone", "evaluateTargetHealth": False}
    ]
    assert seen == ["origin.app.example.com", {"SecurityGroupIngressRule", "ListenerRule", "Record"}]
