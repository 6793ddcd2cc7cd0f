"""WAF refuses what AWS's refuses about places."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

ACL: dict[str, Any] = {
    "Name": "edge",
    "DefaultAction": {"Allow": {}},
    "VisibilityConfig": {
        "CloudWatchMetricsEnabled": True,
        "MetricName": "edge",
        "SampledRequestsEnabled": True,
    },
}


def test_an_acl_for_cloudfront_is_made_in_us_east_1_alone(aws: Client) -> None:
    elsewhere = boto3.client(
        "wafv2", "eu-central-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    with pytest.raises(ClientError, match=r"WAFInvalidParameterException.*SCOPE_VALUE"):
        elsewhere.create_web_acl(**ACL, Scope="CLOUDFRONT")
    elsewhere.create_web_acl(**ACL, Scope="REGIONAL")
    assert aws("wafv2").create_web_acl(**ACL, Scope="CLOUDFRONT")["Summary"]["ARN"]


@pytest.mark.parametrize(
    ("destination", "taken"),
    [
        ("arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-edge", True),
        ("arn:aws:s3:::aws-waf-logs-edge", True),
        ("arn:aws:logs:us-east-1:123456789012:log-group:edge", False),
    ],
)
def test_logs_go_to_destinations_by_waf_s_name(aws: Client, destination: str, taken: bool) -> None:
    acl = aws("wafv2").create_web_acl(**ACL, Scope="REGIONAL")["Summary"]["ARN"]
    configuration = {"ResourceArn": acl, "LogDestinationConfigs": [destination]}
    if taken:
        aws("wafv2").put_logging_configuration(LoggingConfiguration=configuration)
    else:
        with pytest.raises(ClientError, match="LOG_DESTINATION"):
            aws("wafv2").put_logging_configuration(LoggingConfiguration=configuration)
