from components.edge.public_entrance import PublicEntrance, PublicEntranceArgs
from tests.recording import Recording, record


def entrance(preview: bool) -> Recording:
    args = PublicEntranceArgs(
        security_group_id="sg", listener_arn="arn:l", target_group_arn="arn:t", dns_name="lb.example"
    )
    return record(lambda: PublicEntrance("public", args), preview=preview)


def test_everyone_comes_in_by_http_and_https(preview: bool) -> None:
    recording = entrance(preview)
    rules = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert {
        name: (rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"])
        for name, rule in rules.items()
    } == {"public-http": ("0.0.0.0/0", 80, 80), "public-https": ("0.0.0.0/0", 443, 443)}
    assert {rule.inputs["securityGroupId"] for rule in rules.values()} == {"sg"}


def test_every_path_is_forwarded(preview: bool) -> None:
    (rule,) = entrance(preview).of("aws:lb/listenerRule:ListenerRule").values()
    assert rule.inputs["listenerArn"] == "arn:l"
    assert rule.inputs["conditions"] == [{"pathPattern": {"values": ["*"]}}]
    assert rule.inputs["actions"] == [{"type": "forward", "targetGroupArn": "arn:t"}]


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert len(entrance(preview).children("softfactory:edge:PublicEntrance", "public")) == 3
