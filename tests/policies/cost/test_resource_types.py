import pytest

from policies.cost.price_book import Unpriced
from policies.cost.resource_types import FREE_OF_CHARGE, PRICED, check, reasons, unpriced
from tests.phases import PHASES
from tests.platforms import platform


@pytest.mark.parametrize("phase", PHASES)
def test_every_resource_of_the_program_has_a_price_or_a_reason(phase: str) -> None:
    recording = platform(phase)
    check(item.type for item in recording.resources if item.custom)


def test_a_type_without_a_price_is_named() -> None:
    types = [
        "aws:rds/instance:Instance",
        "aws:rds/proxy:Proxy",
        "aws:iam/role:Role",
        "aws:docdb/cluster:Cluster",
    ]
    assert unpriced(types) == ["aws:docdb/cluster:Cluster", "aws:rds/proxy:Proxy"]
    with pytest.raises(
        Unpriced, match=r"aws:docdb/cluster:Cluster, aws:rds/proxy:Proxy: no price; add a line"
    ):
        check(types)


@pytest.mark.parametrize("kind", PRICED)
def test_what_has_a_price_is_not_called_free(kind: str) -> None:
    assert reasons(kind) == []


def test_nothing_has_two_reasons_to_be_free() -> None:
    assert all(why for why in FREE_OF_CHARGE.values())
    assert (
        len(reasons("aws:ec2/route:Route"))
        == len(reasons("aws:ec2/securityGroupRule:SecurityGroupRule"))
        == 1
    )
