"""Caller: AWS API calls for one provider configuration, with AWS's own words where one is refused."""

import os
import threading
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.model import OperationModel

from localcloud.engine.plugin.provider import ResourceError, Unanswered

_token: ContextVar[str] = ContextVar("token", default="")


class Refused(ResourceError):
    """AWS refused a call; `code` is AWS's error code."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}")
        self.code = code


class Caller:
    """Makes calls in one Region, to the endpoint that AWS_ENDPOINT_URL names."""

    def __init__(self, region: str) -> None:
        self.region = region
        self._session: Any = boto3.session.Session(region_name=region)
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()
        self._account = ""

    @property
    def account(self) -> str:
        """The account id of the caller."""
        if not self._account:
            self._account = str(self.call("sts", "GetCallerIdentity", {})["Account"])
        return self._account

    def call(
        self, service: str, operation: str, parameters: Mapping[str, Any], region: str = "", token: str = ""
    ) -> dict[str, Any]:
        """The response of one call; `Refused` in AWS's words, or in botocore's where its model forbids it.

        Under a `token` the embedded cloud carries a call out once, and answers a repetition as it did before.
        """
        method = getattr(self.client(service, region), xform_name(operation))
        outer = _token.set(token)
        try:
            response: dict[str, Any] = method(**parameters)
        except ClientError as error:
            detail = error.response["Error"]
            raise Refused(operation, detail["Code"], detail.get("Message", "")) from error
        except ParamValidationError as error:
            raise Refused(operation, "ParamValidation", str(error)) from error
        except BotoCoreError as error:
            endpoint = os.environ.get("AWS_ENDPOINT_URL", "AWS")
            raise Unanswered(f"{operation}: no answer from {endpoint}: {error}") from error
        finally:
            _token.reset(outer)
        return response

    def model(self, service: str, operation: str) -> OperationModel:
        """AWS's own description of an operation."""
        model: OperationModel = self.client(service).meta.service_model.operation_model(operation)
        return model

    def client(self, service: str, region: str = "") -> Any:
        """The boto3 client of a service, made once."""
        key = (service, region or self.region)
        with self._lock:  # boto3 sessions are not thread safe while they make a client
            if key not in self._clients:
                client = self._session.client(
                    service,
                    region_name=key[1],
                    config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
                )
                client.meta.events.register("before-call", _send_token)
                self._clients[key] = client
            return self._clients[key]


def recalled(response: Mapping[str, Any]) -> bool:
    """True where the answer is that of an earlier call under the same token."""
    headers: Mapping[str, str] = response["ResponseMetadata"]["HTTPHeaders"]
    return "x-softfactory-recalled" in headers


def _send_token(params: dict[str, Any], **_: Any) -> None:
    if token := _token.get():
        params["headers"]["X-Softfactory-Token"] = token
