"""Metrics reach CloudWatch as AWS's own tools would bring them there."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import boto3
import botocore.session
import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as AwsCredentials
from moto.server import ThreadedMotoServer

from app.operability.cloudwatch import FORM, CloudWatch, Credentials, signed

REGION = "us-east-1"
GIVEN = Credentials(key="AKIDEXAMPLE", secret="a/secret+key", token="a-session/token==")


class Agent(BaseHTTPRequestHandler):
    """As EKS's on a node: it gives a pod credentials for the token that Kubernetes has given the pod."""

    def do_GET(self) -> None:
        known = self.headers["Authorization"] == "of-the-pod"
        self.send_response(200 if known else 401)
        self.end_headers()
        given = {"AccessKeyId": GIVEN.key, "SecretAccessKey": GIVEN.secret, "Token": GIVEN.token}
        self.wfile.write(json.dumps(given if known else {}).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    server = HTTPServer(("127.0.0.1", 0), Agent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "token").write_text("of-the-pod\n")
    yield {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{server.server_port}/v1/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(tmp_path / "token"),
    }
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_the_signature_is_that_of_aws_s_own_tools() -> None:
    body, host = b"Action=PutMetricData&Namespace=A%2FB", "monitoring.us-east-1.amazonaws.com"
    request = AWSRequest("POST", f"https://{host}/", headers={"Content-Type": FORM}, data=body)
    SigV4Auth(AwsCredentials(GIVEN.key, GIVEN.secret, GIVEN.token), "monitoring", REGION).add_auth(request)
    now = datetime.strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    ours = signed(body, host, REGION, GIVEN, now)
    assert ours["authorization"] == request.headers["Authorization"]
    assert ours["x-amz-security-token"] == request.headers["X-Amz-Security-Token"]


def test_what_is_put_is_in_cloudwatch(environ: dict[str, str], aws: str) -> None:
    CloudWatch(REGION, environ, aws).put("SoftFactory/Jobs", {"Shape": "monolith"}, {"Waiting": 7, "Dead": 0})
    session = boto3.Session("key", "secret", region_name=REGION, botocore_session=botocore.session.Session())
    found = session.client("cloudwatch", endpoint_url=aws).list_metrics(Namespace="SoftFactory/Jobs")
    assert {metric["MetricName"] for metric in found["Metrics"]} == {"Waiting", "Dead"}
    for metric in found["Metrics"]:
        assert metric["Dimensions"] == [{"Name": "Shape", "Value": "monolith"}]
    (data,) = session.client("cloudwatch", endpoint_url=aws).get_metric_statistics(
        Namespace="SoftFactory/Jobs",
        MetricName="Waiting",
        Dimensions=[{"Name": "Shape", "Value": "monolith"}],
        StartTime=datetime(2020, 1, 1, tzinfo=UTC),
        EndTime=datetime(2099, 1, 1, tzinfo=UTC),
        Period=3600,
        Statistics=["Maximum"],
    )["Datapoints"]
    assert data["Maximum"] == 7
    assert data["Unit"] == "Count"


def test_a_pod_without_an_identity_puts_nothing(environ: dict[str, str], tmp_path: Path, aws: str) -> None:
    (tmp_path / "token").write_text("of-another-pod")
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        CloudWatch(REGION, environ, aws).put("SoftFactory/Other", {}, {"Waiting": 1})
    with pytest.raises(KeyError):
        CloudWatch(REGION, {}, aws).put("SoftFactory/Other", {}, {"Waiting": 1})
