"""A small client of the Kubernetes API: JSON objects by path, errors in the server's words."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3

from localcloud.kubernetes.credentials import without_exec
from localcloud.kubernetes.errors import ApiError, KubernetesError, UnreachableError
from localcloud.kubernetes.ports import LOOPBACK
from localcloud.kubernetes.sdk import ApiClient, ConfigException, Configuration, load_kube_config_from_dict

Object = dict[str, Any]
_SECONDS = 30.0
_CONNECTIONS = 64
_UNAUTHORIZED = 401
# The client's configuration has no types.
_load_kube_config: Callable[..., None] = load_kube_config_from_dict


class Api:
    """The API server of one kubeconfig context. May be used by several threads at once."""

    def __init__(
        self, kubeconfig: Mapping[str, Any], context: str | None = None, directory: str = "."
    ) -> None:
        """Relative file names in the kubeconfig start at `directory`; KubernetesError if it is unusable."""
        document, self._credential = without_exec(kubeconfig, context, directory)
        configuration = Configuration()
        try:
            _load_kube_config(document, context, configuration, persist_config=False)
        except (ConfigException, OSError) as error:
            raise KubernetesError(f"the kubeconfig cannot be used: {error}") from error
        configuration.connection_pool_maxsize = _CONNECTIONS
        # A read is repeated for idempotent methods only: a kept connection may have been closed meanwhile.
        configuration.retries = urllib3.Retry(total=2, status=0, read=1, redirect=0, backoff_factor=0.1)
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


def _parse(data: bytes) -> Object:
    try:
        answer = json.loads(data)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
