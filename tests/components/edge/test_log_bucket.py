import json
from typing import Any, Literal, get_args

import pytest

from components.edge.log_bucket import LogBucket, LogBucketArgs
from tests.recording import Recording, record

Writer = Literal["load-balancer", "cloudfront", "firewall"]
ARN = "arn:aws:mock:us-east-1:123456789012:Bucket/log"


def bucket(writer: Writer, preview: bool = False) -> Recording:
    args = LogBucketArgs(writer=writer, account_id="123456789012", region="eu-west-1", retention_days=30)
    return record(lambda: LogBucket("log", args), preview=preview)


def statements(writer: Writer) -> list[dict[str, Any]]:
    policy = json.loads(bucket(writer).one("aws:s3/bucketPolicy:BucketPolicy", "log").inputs["policy"])
    found: list[dict[str, Any]] = policy["Statement"]
    return found


@pytest.mark.parametrize("writer", get_args(Writer))
def test_it_is_made_of_exactly_these_parts(writer: Writer, preview: bool) -> None:
    recording = bucket(writer, preview)
    assert recording.children("softfactory:edge:LogBucket", "log") == {
        (f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}", "log")
        for kind in (
            "Bucket",
            "BucketOwnershipControls",
            "BucketPublicAccessBlock",
            "BucketServerSideEncryptionConfiguration",
            "BucketLifecycleConfiguration",
            "BucketPolicy",
        )
    }
    assert {item.inputs["region"] for item in recording.resources if item.custom} == {"eu-west-1"}


@pytest.mark.parametrize("writer", get_args(Writer))
def test_nobody_outside_reads_it_and_it_does_not_grow_for_ever(writer: Writer) -> None:
    recording = bucket(writer)
    block = recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "log").inputs
    assert [value for value in block.values() if isinstance(value, bool)] == [True] * 4
    (rule,) = recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "log").inputs[
        "rules"
    ]
    assert rule["expiration"] == {"days": 30}
    first = statements(writer)[0]
    assert (first["Effect"], first["Principal"], first["Action"]) == ("Deny", "*", "s3:*")
    assert first["Resource"] == [ARN, f"{ARN}/*"]
    assert first["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_load_balancers_of_this_account_and_region_write_objects_only() -> None:
    _, allowed = statements("load-balancer")
    assert allowed == {
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{ARN}/AWSLogs/123456789012/*",
        "Condition": {
            "ArnLike": {"aws:SourceArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/*"}
        },
    }


def test_waf_of_this_account_writes_into_a_bucket_of_the_name_that_it_asks_for() -> None:
    assert bucket("firewall").one("aws:s3/bucket:Bucket", "log").inputs["bucketPrefix"] == "aws-waf-logs-"
    allowed = statements("firewall")[1:]
    assert [item["Action"] for item in allowed] == ["s3:PutObject", "s3:GetBucketAcl"]
    for item in allowed:
        assert item["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
        assert item["Condition"]["StringEquals"]["aws:SourceAccount"] == "123456789012"


@pytest.mark.parametrize(
    ("writer", "ownership"),
    [
        ("load-balancer", "BucketOwnerEnforced"),
        ("firewall", "BucketOwnerEnforced"),
        ("cloudfront", "BucketOwnerPreferred"),
    ],
)
def test_only_cloudfront_needs_access_control_lists(writer: Writer, ownership: str) -> None:
    controls = bucket(writer).one("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "log")
    assert controls.inputs["rule"] == {"objectOwnership": ownership}
    if writer == "cloudfront":
        assert len(statements(writer)) == 1
