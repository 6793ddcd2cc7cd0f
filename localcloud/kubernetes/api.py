"""A small client of the Kubernetes API: JSON objects by path, errors in the server's words."""

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import urllib3
from kubernetes.client import ApiClient, Configuration
from kubernetes.config import ConfigException, load_kube_config_from_dict
from kubernetes.config.dateutil import parse_rfc3339
from kubernetes.config.exec_provider import ExecProvider
from kubernetes.config.kube_config import ConfigNode

from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.ports import LOOPBACK

Object = dict[str, Any]
_SECONDS = 30.0
_CONNECTIONS = 64
_RENEW_BEFORE = timedelta(seconds=60)
_UNAUTHORIZED = 401
# This half of the client has no types.
_load_kube_config: Callable[..., None] = load_kube_config_from_dict
_exec_provider: Callable[..., Any] = ExecProvider
_node: Callable[..., Any] = ConfigNode
_time: Callable[..., datetime] = parse_rfc3339


class ApiError(KubernetesError):
    """The API server refused a request. `code` is the HTTP status, `reason` Kubernetes' word for it."""

    def __init__(
        self, code: int, reason: str, message: str, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.reason, self.details = code, reason, dict(details or {})


class UnreachableError(KubernetesError):
    """The API server could not be asked at all: it does not answer, or no credential could be had."""


class Api:
    """The API server of one kubeconfig context. May be used by several threads at once."""

    def __init__(
        self, kubeconfig: Mapping[str, Any], context: str | None = None, directory: str = "."
    ) -> None:
        """Relative file names in the kubeconfig start at `directory`; KubernetesError if it is unusable."""
        document, self._credential = _without_exec(kubeconfig, context, directory)
        configuration = Configuration()
        try:
            _load_kube_config(document, context, configuration, persist_config=False)
        except (ConfigException, OSError) as error:
            raise KubernetesError(f"the kubeconfig cannot be used: {error}") from error
        configuration.connection_pool_maxsize = _CONNECTIONS
        configuration.retries = urllib3.Retry(total=2, status=0, read=0, redirect=0, backoff_factor=0.1)
        if LOOPBACK in configuration.host:
            configuration.proxy = None
        self.host = configuration.host
        self._configuration = configuration
        self._rest = ApiClient(configuration).rest_client

    def request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        content_type: str = "application/json",
        timeout: float = _SECONDS,
    ) -> Object:
        """The JSON object that the server answers; ApiError if it refuses,
        UnreachableError if it cannot be asked."""
        status, data = self._send(method, path, query, body, content_type, timeout)
        if status == _UNAUTHORIZED and self._credential is not None:
            self._credential.forget()
            status, data = self._send(method, path, query, body, content_type, timeout)
        answer = _parse(data)
        if status >= 300:
            message = answer.get("message") or data.decode(errors="replace").strip() or f"HTTP {status}"
            raise ApiError(status, answer.get("reason", ""), message, answer.get("details"))
        return answer

    def get(self, path: str) -> Object:
        """The object (or list) at the path."""
        return self.request("GET", path)

    def find(self, path: str) -> Object | None:
        """The object at the path, None if there is none."""
        try:
            return self.get(path)
        except ApiError as error:
            if error.code == 404:
                return None
            raise

    def items(self, path: str, **query: str) -> list[Object]:
        """The items of the list at the path; `labelSelector` and `fieldSelector` narrow it."""
        found: list[Object] = self.request("GET", path, query)["items"]
        return found

    def create(self, path: str, body: Object) -> Object:
        """Creates the object in the collection at the path."""
        return self.request("POST", path, body=body)

    def apply(
        self, path: str, body: Object, manager: str, force: bool = False, dry_run: bool = False
    ) -> Object:
        """Server-side apply of the fields in `body`, owned by `manager`; unknown fields are refused."""
        query = {"fieldManager": manager, "fieldValidation": "Strict", "force": str(force).lower()}
        if dry_run:
            query["dryRun"] = "All"
        return self.request("PATCH", path, query, body, "application/apply-patch+yaml")

    def merge(self, path: str, body: Object) -> Object:
        """Merge patch of the object at the path."""
        return self.request("PATCH", path, body=body, content_type="application/merge-patch+json")

    def delete(self, path: str, propagation: str = "Background", **options: Any) -> Object | None:
        """Asks for the deletion of the object at the path; None if it is not there."""
        body = {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": propagation, **options}
        try:
            return self.request("DELETE", path, body=body)
        except ApiError as error:
            if error.code == 404:
                return None
            raise

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Any,
        content_type: str,
        timeout: float,
    ) -> tuple[int, bytes]:
        headers = {"Accept": "application/json", "User-Agent": "softfactory"}
        if body is not None:
            headers["Content-Type"] = content_type
        token = (
            self._credential.token() if self._credential else self._configuration.api_key.get("BearerToken")
        )
        if token:
            headers["Authorization"] = token
        url = f"{self.host}{path}{'?' + urlencode(query) if query else ''}"
        text = None if body is None else json.dumps(body)
        try:
            response = self._rest.pool_manager.request(
                method, url, body=text, headers=headers, timeout=urllib3.Timeout(total=timeout)
            )
        except urllib3.exceptions.HTTPError as error:
            cause = getattr(error, "reason", None) or error
            raise UnreachableError(f"the API server at {self.host} does not answer: {cause}") from error
        return response.status, response.data


class _ExecCredential:
    """A token that a command prints (client.authentication.k8s.io), renewed before it expires."""

    def __init__(self, spec: Mapping[str, Any], directory: str, cluster: Mapping[str, Any]) -> None:
        self._spec, self._directory, self._cluster = spec, directory, cluster
        self._lock = threading.Lock()
        self._token = ""
        self._expires = datetime.max.replace(tzinfo=UTC)

    def token(self) -> str:
        with self._lock:
            if not self._token or datetime.now(UTC) > self._expires - _RENEW_BEFORE:
                self._renew()
            return self._token

    def forget(self) -> None:
        with self._lock:
            self._token = ""

    def _renew(self) -> None:
        command = " ".join([self._spec.get("command", "?"), *(self._spec.get("args") or [])])
        try:
            status = _exec_provider(
                _node("exec", self._spec), self._directory, _node("cluster", self._cluster)
            ).run()
        except (ConfigException, OSError) as error:
            raise UnreachableError(f"no token for the cluster: `{command}` failed: {error}") from error
        if "token" not in status:
            raise UnreachableError(
                f"no token for the cluster: `{command}` printed none, but {', '.join(status)}"
            )
        self._token = f"Bearer {status['token']}"
        expires = status.get("expirationTimestamp")
        self._expires = _time(expires) if expires else datetime.max.replace(tzinfo=UTC)


def _without_exec(
    kubeconfig: Mapping[str, Any], context: str | None, directory: str
) -> tuple[Object, _ExecCredential | None]:
    # The client's own loader runs the command as it loads, and says nothing when it fails.
    document: Object = json.loads(json.dumps(kubeconfig))
    wanted = context or document.get("current-context")
    contexts = {entry["name"]: entry["context"] for entry in document.get("contexts") or []}
    if wanted not in contexts:
        known = ", ".join(sorted(contexts)) or "none"
        raise KubernetesError(f"the kubeconfig has no context {wanted!r}; it has: {known}")
    cluster: Object = next(
        (entry["cluster"] for entry in document["clusters"] if entry["name"] == contexts[wanted]["cluster"]),
        {},
    )
    for entry in document.get("users") or []:
        if entry["name"] == contexts[wanted].get("user"):
            spec = (entry.get("user") or {}).pop("exec", None)
            return document, _ExecCredential(spec, directory, cluster) if spec else None
    return document, None


def _parse(data: bytes) -> Object:
    try:
        answer = json.loads(data)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
