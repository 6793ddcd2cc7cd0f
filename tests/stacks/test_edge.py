from collections.abc import Callable

import pytest

from stacks.entry import ENTRY_NODE_PORT
from tests.phases import INSTALLATION, PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
RECORD = "aws:route53/record:Record"
CERTIFICATE = "aws:acm/certificate:Certificate"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


def target(platform: Platform, phase: str) -> str:
    (alias,) = platform(phase, False).one(RECORD, "edge-a").inputs["aliases"]
    return str(alias["name"])


@pytest.mark.parametrize("phase", PHASES)
def test_the_domain_leads_to_the_cdn_or_without_one_to_the_load_balancer(
    platform: Platform, phase: str
) -> None:
    cdn = PHASES[phase].edge.cdn is not None
    assert target(platform, phase).endswith(".cloudfront.net" if cdn else ".elb.amazonaws.com")
    assert platform(phase, False).one(RECORD, "edge-a").inputs["name"] == INSTALLATION.domain
    # The VPC has no IPv6, CloudFront has.
    assert ("edge-aaaa" in platform(phase, False).of(RECORD)) is cdn


@pytest.mark.parametrize("phase", PHASES)
def test_the_certificate_is_one_for_all_phases(platform: Platform, phase: str) -> None:
    certificates = platform(phase, False).of(CERTIFICATE)
    made = certificates[f"edge-{INSTALLATION.region}"].inputs
    assert made["domainName"] == INSTALLATION.domain
    assert made["subjectAlternativeNames"] == [f"origin.{INSTALLATION.domain}"]


@pytest.mark.parametrize("phase", PHASES)
def test_no_rule_names_addresses_but_the_edge_s_and_the_way_out_s(platform: Platform, phase: str) -> None:
    opened = {
        name: rule.inputs["cidrIpv4"]
        for name, rule in platform(phase, False).of(INGRESS).items()
        if "cidrIpv4" in rule.inputs
    }
    public = {"edge-public-http": "0.0.0.0/0", "edge-public-https": "0.0.0.0/0"}
    nat = {"network-nat-clients": "10.20.0.0/17"}
    spec = PHASES[phase]
    assert opened == {
        **({} if spec.edge.cdn else public),
        **(nat if spec.network.nat.kind == "instance" else {}),
    }


@pytest.mark.parametrize("phase", PHASES)
def test_every_node_group_is_behind_the_load_balancer(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    attachments = recording.of("aws:autoscaling/attachment:Attachment")
    assert attachments.keys() == {f"edge-{group}" for group in PHASES[phase].node_groups}
    assert recording.one("aws:lb/targetGroup:TargetGroup", "edge").inputs["port"] == ENTRY_NODE_PORT


def test_the_records_turn_to_cloudfront_once_the_load_balancer_takes_it_in(platform: Platform) -> None:
    grown = platform("phase3", False)
    distribution = grown.one(DISTRIBUTION, "edge")
    for part in ("edge-cdn", "edge-cdn-https"):
        opened = next(item for item in grown.resources if item.name == part and item.custom)
        assert opened.urn in distribution.dependencies
    assert distribution.urn in grown.one(RECORD, "edge-a").dependencies


def test_the_value_of_the_header_is_in_no_plain_input(platform: Platform) -> None:
    grown = platform("phase3", False)
    assert "origins" in grown.one(DISTRIBUTION, "edge").secrets
    assert "conditions" in grown.one("aws:lb/listenerRule:ListenerRule", "edge-cdn").secrets
