import pytest

from components.edge.alias_records import AliasRecords, AliasRecordsArgs
from tests.recording import Recording, record


def records(target: str, ipv6: bool, preview: bool = False) -> Recording:
    args = AliasRecordsArgs(
        domain="app.example.com",
        zone_id="zone",
        target_name=target,
        target_zone_id=f"{target}-zone",
        ipv6=ipv6,
    )
    return record(lambda: AliasRecords("edge", args), preview=preview)


@pytest.mark.parametrize(("ipv6", "kinds"), [(False, {"A"}), (True, {"A", "AAAA"})])
def test_there_is_one_for_each_protocol_of_the_target(ipv6: bool, kinds: set[str], preview: bool) -> None:
    made = records("lb", ipv6, preview).of("aws:route53/record:Record")
    assert {item.inputs["type"] for item in made.values()} == kinds
    for item in made.values():
        assert item.inputs["name"] == "app.example.com"
        assert item.inputs["aliases"] == [{"name": "lb", "zoneId": "lb-zone", "evaluateTargetHealth": False}]


def test_another_target_is_a_change_of_the_same_record() -> None:
    before, after = records("lb", ipv6=False), records("cdn", ipv6=True)
    one, other = (item.one("aws:route53/record:Record", "edge-a") for item in (before, after))
    assert one.urn == other.urn
    assert {key for key in one.inputs if one.inputs[key] != other.inputs[key]} == {"aliases"}
