"""Names: records in all their kinds, zones in several networks, certificates that have to be proven."""

from typing import Any

import pytest

from localcloud.engine.plugin.provider import PartialCreate
from tests.localcloud.aws.conftest import Engine
from tests.localcloud.aws.examples import World

ZONE, RECORD = "aws:route53/zone:Zone", "aws:route53/record:Record"
ALIAS = [{"name": "edge-1.us-east-1.elb.amazonaws.com", "zoneId": "Z35SX", "evaluateTargetHealth": True}]


@pytest.mark.parametrize(
    "record",
    [
        {"name": "", "type": "A", "aliases": ALIAS},
        {"name": "*.softfactory.example", "type": "CNAME", "ttl": 60, "records": ["api.softfactory.example"]},
        {"name": "_dmarc", "type": "TXT", "ttl": 60, "records": ["v=DMARC1; p=none"]},
        {"name": "API.softfactory.example.", "type": "A", "ttl": 60, "records": ["192.0.2.1"]},
        {
            "name": "api",
            "type": "A",
            "ttl": 60,
            "records": ["192.0.2.1"],
            "setIdentifier": "blue",
            "weightedRoutingPolicies": [{"weight": 0}],
        },
        {
            "name": "api",
            "type": "A",
            "aliases": ALIAS,
            "setIdentifier": "first",
            "failoverRoutingPolicies": [{"type": "PRIMARY"}],
        },
    ],
    ids=lambda record: f"{record['type']} {record['name'] or 'apex'} {record.get('setIdentifier', '')}",
)
def test_a_record_of_any_kind_is_read_as_it_was_written(engine: Engine, record: dict[str, Any]) -> None:
    zone = World(engine).example(ZONE).id
    deployed = engine.create(RECORD, "record", zoneId=zone, **record)
    assert deployed.outputs["fqdn"].endswith("softfactory.example")
    state = engine.read(deployed)
    assert state is not None
    assert {key: state.inputs[key] for key in record} == record
    engine.delete(deployed)
    assert engine.read(deployed) is None


def test_of_several_sets_of_one_name_only_the_one_changes(engine: Engine) -> None:
    zone = World(engine).example(ZONE).id
    common = {"zoneId": zone, "name": "api", "type": "A", "ttl": 60}
    blue, green = (
        engine.create(
            RECORD,
            color,
            **common,
            records=["192.0.2.1"],
            setIdentifier=color,
            weightedRoutingPolicies=[{"weight": weight}],
        )
        for color, weight in (("blue", 100), ("green", 0))
    )
    changed = {**common, "records": ["192.0.2.1"], "weightedRoutingPolicies": [{"weight": 50}]}
    engine.update(blue, **changed, setIdentifier="teal")
    engine.delete(blue)
    state = engine.read(green)
    assert state is not None
    assert state.inputs["weightedRoutingPolicies"] == [{"weight": 0}]


def test_a_private_zone_is_known_in_all_its_networks(engine: Engine) -> None:
    first, second, third = (
        engine.create("aws:ec2/vpc:Vpc", str(number), cidrBlock=f"10.{number}.0.0/16").id
        for number in (1, 2, 3)
    )
    zone = engine.create(ZONE, "private", name="internal.example", vpcs=[{"vpcId": first}, {"vpcId": second}])
    assert zone.outputs["nameServers"] == []

    def networks() -> set[str]:
        state = engine.read(zone)
        assert state is not None
        return {vpc["vpcId"] for vpc in state.outputs["vpcs"]}

    assert networks() == {first, second}
    engine.update(zone, name="internal.example", vpcs=[{"vpcId": second}, {"vpcId": third}])
    assert networks() == {second, third}


def test_a_zone_with_records_goes_only_by_force(engine: Engine) -> None:
    zone = engine.create(ZONE, "zone", name="softfactory.example", forceDestroy=True)
    engine.create(RECORD, "api", zoneId=zone.id, name="api", type="A", ttl=60, records=["192.0.2.1"])
    engine.delete(zone)
    assert engine.read(zone) is None


def test_a_certificate_that_nothing_proves_is_not_ready_and_says_what_is_missing(engine: Engine) -> None:
    certificate = World(engine).example("aws:acm/certificate:Certificate")
    missing = certificate.outputs["domainValidationOptions"][0]["resourceRecordName"]
    assert certificate.outputs["status"] == "PENDING_VALIDATION"
    with pytest.raises(PartialCreate, match=rf"PENDING_VALIDATION.*{missing}"):
        engine.create(
            "aws:acm/certificateValidation:CertificateValidation", "proof", certificateArn=certificate.id
        )


def test_a_domain_and_its_wildcard_are_proven_by_one_record(engine: Engine) -> None:
    options = World(engine).example("aws:acm/certificate:Certificate").outputs["domainValidationOptions"]
    assert [option["domainName"] for option in options] == ["softfactory.example", "*.softfactory.example"]
    assert len({option["resourceRecordName"] for option in options}) == 1
