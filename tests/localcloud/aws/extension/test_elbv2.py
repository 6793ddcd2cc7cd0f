"""Load balancers keep what protects them, and names and ports are taken once."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

OK = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]


@pytest.fixture
def balancer(aws: Client, subnets: list[str]) -> str:
    created = aws("elbv2").create_load_balancer(Name="edge", Subnets=subnets)["LoadBalancers"][0]
    assert created["Scheme"] == "internet-facing"
    return str(created["LoadBalancerArn"])


def _listener(aws: Client, balancer: str) -> str:
    listener = aws("elbv2").create_listener(
        LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=OK
    )
    return str(listener["Listeners"][0]["ListenerArn"])


def test_a_protected_balancer_stays(aws: Client, balancer: str) -> None:
    def protect(value: str) -> None:
        aws("elbv2").modify_load_balancer_attributes(
            LoadBalancerArn=balancer, Attributes=[{"Key": "deletion_protection.enabled", "Value": value}]
        )

    protect("true")
    with pytest.raises(ClientError, match="OperationNotPermitted"):
        aws("elbv2").delete_load_balancer(LoadBalancerArn=balancer)
    protect("false")
    aws("elbv2").delete_load_balancer(LoadBalancerArn=balancer)
    assert not aws("elbv2").describe_load_balancers()["LoadBalancers"]


def test_a_name_and_a_port_are_taken_once(aws: Client, balancer: str, subnets: list[str]) -> None:
    with pytest.raises(ClientError, match="DuplicateLoadBalancerName"):
        aws("elbv2").create_load_balancer(Name="edge", Subnets=subnets)
    _listener(aws, balancer)
    with pytest.raises(ClientError, match="DuplicateListener"):
        _listener(aws, balancer)


def test_a_rule_keeps_its_transforms_until_they_are_reset(aws: Client, balancer: str) -> None:
    transforms = [
        {
            "Type": "url-rewrite",
            "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/api/(.*)$", "Replace": "/$1"}]},
        }
    ]
    rule = aws("elbv2").create_rule(
        ListenerArn=_listener(aws, balancer),
        Priority=1,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}}],
        Actions=OK,
        Transforms=transforms,
    )["Rules"][0]

    def described() -> Any:
        return aws("elbv2").describe_rules(RuleArns=[rule["RuleArn"]])["Rules"][0].get("Transforms")

    assert described() == transforms
    aws("elbv2").modify_rule(RuleArn=rule["RuleArn"], Actions=OK)
    assert described() == transforms
    aws("elbv2").modify_rule(RuleArn=rule["RuleArn"], Actions=OK, ResetTransforms=True)
    assert not described()
