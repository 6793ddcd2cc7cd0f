"""Numbers for CloudWatch, put with the credentials that EKS Pod Identity gives the pod."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import httpx

FORM = "application/x-www-form-urlencoded; charset=utf-8"
TIMEOUT_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """Of a role, for a few hours."""

    key: str
    secret: str
    token: str


class CloudWatch:
    """Puts metrics in one region. `environ` is what EKS puts into a pod that has an identity."""

    def __init__(self, region: str, environ: Mapping[str, str], address: str | None = None) -> None:
        self._region = region
        self._environ = environ
        self._address = address or f"https://monitoring.{region}.amazonaws.com"

    def put(self, namespace: str, dimensions: Mapping[str, str], numbers: Mapping[str, int]) -> None:
        """Put one sample of each number. Raise OSError, KeyError or httpx.HTTPError where that fails."""
        body = urlencode(_form(namespace, dimensions, numbers), quote_via=quote).encode()
        host = urlsplit(self._address).netloc
        headers = signed(body, host, self._region, self._credentials(), datetime.now(UTC))
        httpx.post(self._address, content=body, headers=headers, timeout=TIMEOUT_SECONDS).raise_for_status()

    def _credentials(self) -> Credentials:
        # Asked for each time: the agent on the node keeps them, and renews them before they end.
        token = Path(self._environ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]).read_text().strip()
        answer = httpx.get(
            self._environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
            headers={"Authorization": token},
            timeout=TIMEOUT_SECONDS,
        )
        found = answer.raise_for_status().json()
        return Credentials(key=found["AccessKeyId"], secret=found["SecretAccessKey"], token=found["Token"])


def signed(body: bytes, host: str, region: str, credentials: Credentials, now: datetime) -> dict[str, str]:
    """Return the headers of a form that is posted to `/`, signed as AWS asks (Signature Version 4)."""
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "content-type": FORM,
        "host": host,
        "x-amz-date": moment,
        "x-amz-security-token": credentials.token,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{moment[:8]}/{region}/monitoring/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    proof = f"Credential={credentials.key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": f"AWS4-HMAC-SHA256 {proof}"}


def _form(namespace: str, dimensions: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, str]:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
    form = {"Action": "PutMetricData", "Version": "2010-08-01", "Namespace": namespace}
    for place, (name, number) in enumerate(numbers.items(), start=1):
        metric = f"MetricData.member.{place}"
        form |= {f"{metric}.MetricName": name, f"{metric}.Value": str(number), f"{metric}.Unit": "Count"}
        for position, (dimension, value) in enumerate(dimensions.items(), start=1):
            form[f"{metric}.Dimensions.member.{position}.Name"] = dimension
            form[f"{metric}.Dimensions.member.{position}.Value"] = value
    return form
