"""Which operations of AWS leave a trace in the log."""

import botocore.session
import pytest

from localcloud.aws.server.reading import is_reading
from localcloud.aws.server.request import AwsRequest

SERVICES = (
    "iam", "sts", "ec2", "rds", "elasticache", "eks", "kms", "secretsmanager", "s3", "elbv2", "autoscaling",
    "logs", "sns", "acm", "route53", "wafv2", "budgets", "cloudwatch", "opensearch", "backup", "mq",
    "cloudfront", "ecr", "events", "ssm", "sqs",
)  # fmt: skip
# By AWS's documentation they keep nothing. S3's session is made up, which puts it into the log all the same.
OTHER_READING = frozenset(
    ["CreateSession", "DecodeAuthorizationMessage", "Decrypt", "DeriveSharedSecret", "Encrypt",
     "ExportBackupPlanTemplate", "GenerateDataKey", "GenerateDataKeyPair",
     "GenerateDataKeyPairWithoutPlaintext",
     "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GenerateRandom", "ReEncrypt", "Sign", "TestDNSAnswer",
     "Verify", "VerifyMac"]
)  # fmt: skip


def _request(method: str = "POST", **environ: str) -> AwsRequest:
    return AwsRequest({"REQUEST_METHOD": method, "RAW_URI": "/", "PATH_INFO": "/", **environ}, {}, b"")


def _of_operation(operation: str) -> AwsRequest:
    return _request(HTTP_X_AMZ_TARGET=f"Service.{operation}")


@pytest.mark.parametrize("service", SERVICES)
def test_no_writing_operation_is_taken_for_reading(service: str) -> None:
    model = botocore.session.get_session().get_service_model(service)
    protocol = model.metadata["protocol"]
    for name in model.operation_names:
        if protocol.startswith("rest"):
            method = model.operation_model(name).http["method"]
            reading = is_reading(_request(method))
        else:
            reading = is_reading(_of_operation(name))
        if reading and not name.startswith(("Describe", "List", "Get", "BatchGet", "Head")):
            assert name in OTHER_READING


@pytest.mark.parametrize(
    "operation", ["DescribeVpcs", "ListRoles", "GetSecretValue", "Decrypt", "GenerateDataKey"]
)
def test_reads(operation: str) -> None:
    assert is_reading(_of_operation(operation))


@pytest.mark.parametrize(
    "operation", ["GetSessionToken", "GetFederationToken", "AssumeRole", "CreateVpc", "Foo"]
)
def test_does_not_read(operation: str) -> None:
    assert not is_reading(_of_operation(operation))


def test_finds_the_operation_in_each_protocol() -> None:
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8"}
    query = AwsRequest({**_request().environ, **form}, {}, b"Action=DescribeVpcs&Version=1")
    cbor = _request(
        HTTP_SMITHY_PROTOCOL="rpc-v2-cbor", PATH_INFO="/service/GraniteService/operation/ListMetrics"
    )
    assert (query.operation, cbor.operation) == ("DescribeVpcs", "ListMetrics")
    assert _request("GET", RAW_URI="/?Action=GetCallerIdentity").operation == "GetCallerIdentity"
    assert _request("PUT").operation is None
