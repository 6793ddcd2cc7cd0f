"""Tokens that a kubeconfig gets from a command, as EKS has it."""

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from localcloud.kubernetes.errors import KubernetesError, UnreachableError
from localcloud.kubernetes.sdk import ConfigException, ConfigNode, ExecProvider, parse_rfc3339

Object = dict[str, Any]
_RENEW_BEFORE = timedelta(seconds=60)
# The client's configuration has no types.
_exec_provider: Callable[..., Any] = ExecProvider
_node: Callable[..., Any] = ConfigNode
_time: Callable[..., datetime] = parse_rfc3339


class ExecCredential:
    """A token that a command prints (client.authentication.k8s.io), renewed before it expires."""

    def __init__(self, spec: Mapping[str, Any], directory: str, cluster: Mapping[str, Any]) -> None:
        self._spec, self._directory, self._cluster = spec, directory, cluster
        self._lock = threading.Lock()
        self._token = ""
        self._expires = datetime.max.replace(tzinfo=UTC)

    def token(self) -> str:
        """The value of the Authorization header; UnreachableError with the command's own words."""
        with self._lock:
            if not self._token or datetime.now(UTC) > self._expires - _RENEW_BEFORE:
                self._renew()
            return self._token

    def forget(self) -> None:
        """The server did not take the token: the next one is a new one."""
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


def without_exec(
    kubeconfig: Mapping[str, Any], context: str | None, directory: str
) -> tuple[Object, ExecCredential | None]:
    """The kubeconfig without the command of the context's user, and that command's credential.

    The client's own loader would run the command while it loads, and say nothing when it fails.
    """
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
            return document, ExecCredential(spec, directory, cluster) if spec else None
    return document, None
