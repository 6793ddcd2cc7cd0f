from collections.abc import Callable

import pytest

from stacks.composition import compose
from tests.phases import INSTALLATION, PHASES
from tests.recording import ANSWERS, Recording, record

Platform = Callable[[str, bool], Recording]
DOMAIN, ROLE = "aws:opensearch/domain:Domain", "aws:iam/serviceLinkedRole:ServiceLinkedRole"


@pytest.mark.parametrize("phase", PHASES)
def test_there_is_one_for_each_name_and_nothing_of_them_without(platform: Platform, phase: str) -> None:
    recording, names = platform(phase, False), PHASES[phase].search_domains.keys()
    assert recording.of("softfactory:data:SearchDomain").keys() == names
    assert ("search-domains" in recording.of("aws:ec2/securityGroup:SecurityGroup")) == bool(names)
    assert len(recording.of(ROLE)) == bool(names)


def test_only_the_cluster_reaches_them_in_the_data_subnets(platform: Platform) -> None:
    recording = platform("phase3", False)
    rule = recording.one(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "search-domains-cluster-443"
    )
    assert rule.inputs["referencedSecurityGroupId"] == "sg-cluster"
    assert recording.one(DOMAIN, "search").inputs["vpcOptions"] == {
        "securityGroupIds": ["search-domains-id"],
        "subnetIds": [f"network-data-use1-az{zone}-id" for zone in (1, 2)],
    }


def test_the_role_is_there_before_the_domain(platform: Platform) -> None:
    recording = platform("phase3", False)
    role = recording.one(ROLE, "search")
    assert role.inputs["awsServiceName"] == "opensearchservice.amazonaws.com"
    assert role.urn in recording.one(DOMAIN, "search").dependencies


@pytest.mark.exhaustive
def test_a_role_that_somebody_else_made_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "aws:iam/getRoles:getRoles", {"names": ["of-another"]})
    monkeypatch.setitem(ANSWERS, "aws:iam/getRole:getRole", {"tags": {"project": "other"}})
    recording = record(lambda: compose(PHASES["phase3"], INSTALLATION), preview=False, stack="phase3")
    assert not recording.of(ROLE)
    assert recording.of(DOMAIN)
