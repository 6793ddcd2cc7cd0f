"""A certificate is issued by its records alone, whatever time goes by."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

DOMAIN = "softfactory.example"


def _request(aws: Client, **more: Any) -> str:
    request = {"DomainName": DOMAIN, "ValidationMethod": "DNS", **more}
    return str(aws("acm").request_certificate(**request)["CertificateArn"])


def _described(aws: Client, arn: str) -> dict[str, Any]:
    described: dict[str, Any] = aws("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    return described


def _prove(aws: Client, arn: str, value: str | None = None) -> None:
    zone = aws("route53").create_hosted_zone(Name=DOMAIN, CallerReference=arn)["HostedZone"]["Id"]
    record = _described(aws, arn)["DomainValidationOptions"][0]["ResourceRecord"]
    change = {
        "Name": record["Name"],
        "Type": record["Type"],
        "TTL": 60,
        "ResourceRecords": [{"Value": value or record["Value"]}],
    }
    aws("route53").change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": change}]}
    )


def test_time_alone_issues_nothing(aws: Client) -> None:
    arn = _request(aws)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        certificate = _described(aws, arn)
    assert certificate["Status"] == "PENDING_VALIDATION"
    assert "NotAfter" not in certificate


def test_the_record_issues_it_and_another_value_does_not(aws: Client) -> None:
    proven, unproven = _request(aws), _request(aws, DomainName="other.example")
    _prove(aws, proven)
    assert _described(aws, proven)["Status"] == "ISSUED"
    assert _described(aws, unproven)["Status"] == "PENDING_VALIDATION"
    again = _request(aws, IdempotencyToken="second")
    assert _described(aws, again)["Status"] == "ISSUED", "the record of a domain is the same every time"


def test_a_wrong_value_proves_nothing(aws: Client) -> None:
    arn = _request(aws)
    _prove(aws, arn, value="_other.acm-validations.aws.")
    assert _described(aws, arn)["Status"] == "PENDING_VALIDATION"


def test_the_domains_keep_their_order_and_the_key_its_algorithm(aws: Client) -> None:
    names = ["z.softfactory.example", "a.softfactory.example", DOMAIN]
    certificate = _described(aws, _request(aws, SubjectAlternativeNames=names, KeyAlgorithm="EC_prime256v1"))
    assert certificate["SubjectAlternativeNames"] == [DOMAIN, *names[:2]]
    assert certificate["KeyAlgorithm"] == "EC_prime256v1"


def test_a_listener_takes_no_certificate_that_is_pending(aws: Client, subnets: list[str]) -> None:
    balancer = aws("elbv2").create_load_balancer(Name="edge", Subnets=subnets)["LoadBalancers"][0]
    arn = _request(aws)

    def listen(arn: str) -> str:
        created = aws("elbv2").create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTPS",
            Port=443,
            Certificates=[{"CertificateArn": arn}],
            DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
        )
        return str(created["Listeners"][0]["ListenerArn"])

    with pytest.raises(ClientError, match="UnsupportedCertificate"):
        listen(arn)
    _prove(aws, arn)
    listener = listen(arn)
    pending = [{"CertificateArn": _request(aws, DomainName="other.example")}]
    with pytest.raises(ClientError, match="UnsupportedCertificate"):
        aws("elbv2").modify_listener(ListenerArn=listener, Certificates=pending)
