from typing import Any

from components.edge.web_firewall import WebFirewall, WebFirewallArgs
from tests.recording import Recording, record


def firewall(preview: bool = False) -> Recording:
    args = WebFirewallArgs(requests_per_ip=2000, log_bucket_arn="arn:aws:s3:::aws-waf-logs-1")
    return record(lambda: WebFirewall("edge", args), preview=preview)


def acl(preview: bool = False) -> dict[str, Any]:
    return dict(firewall(preview).one("aws:wafv2/webAcl:WebAcl", "edge").inputs)


def test_it_is_in_the_region_of_cloudfront(preview: bool) -> None:
    recording = firewall(preview)
    assert acl(preview)["scope"] == "CLOUDFRONT"
    assert {item.inputs["region"] for item in recording.resources if item.custom} == {"us-east-1"}


def test_an_address_that_asks_too_much_is_shut_out_and_aws_knows_the_rest() -> None:
    rate, *managed = acl()["rules"]
    assert rate["statement"]["rateBasedStatement"] == {
        "limit": 2000,
        "aggregateKeyType": "IP",
        "evaluationWindowSec": 300,
    }
    assert rate["action"] == {"block": {}}
    assert {rule["statement"]["managedRuleGroupStatement"]["name"] for rule in managed} == {
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
    }
    # An empty override leaves the group's own action, which is to block.
    assert all(rule["overrideAction"] == {"none": {}} for rule in managed)
    assert len({rule["priority"] for rule in (rate, *managed)}) == 4


def test_neither_its_log_nor_its_samples_show_who_is_signed_in(preview: bool) -> None:
    (logging,) = (
        firewall(preview).of("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").values()
    )
    assert logging.inputs["redactedFields"] == [
        {"singleHeader": {"name": header}} for header in ("authorization", "cookie")
    ]
    found = acl(preview)
    shown = [found["visibilityConfig"], *(rule["visibilityConfig"] for rule in found["rules"])]
    assert {item["sampledRequestsEnabled"] for item in shown} == {False}
    assert {item["cloudwatchMetricsEnabled"] for item in shown} == {True}
