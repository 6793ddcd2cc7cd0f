"""Where the API server keeps the objects of a kind, learnt from the server once per API version."""

import threading
import time
from dataclasses import dataclass

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError
from localcloud.kubernetes.provider.kinds import Kind, Name

_NOT_FOUND = 404
_POLL_SECONDS = 0.5


class UnknownKindError(KubernetesError):
    """The server has no such kind, at least not yet."""


@dataclass(frozen=True)
class Mapping:
    """The REST path of a kind's objects."""

    root: str
    plural: str
    is_namespaced: bool

    def collection(self, namespace: str | None) -> str:
        """The path of all objects of the kind, in the namespace if the kind has one."""
        scope = f"/namespaces/{namespace}" if self.is_namespaced and namespace else ""
        return f"{self.root}{scope}/{self.plural}"

    def path(self, name: Name) -> str:
        """The path of one object."""
        return f"{self.collection(name.namespace)}/{name.name}"


class Discovery:
    """The kinds that one API server serves."""

    def __init__(self, api: Api) -> None:
        self._api, self._lock = api, threading.Lock()
        self._mappings: dict[Kind, Mapping] = {}

    def mapping(self, kind: Kind, patience: float = 0.0) -> Mapping:
        """Where the kind is; UnknownKindError if it is not served within `patience` seconds.

        A kind may be new: its definition was applied a moment ago.
        """
        deadline = time.monotonic() + patience
        while kind not in self._mappings:
            with self._lock:
                if kind not in self._mappings:
                    self._mappings.update(self._ask(kind.api_version))
            if kind not in self._mappings:
                if time.monotonic() >= deadline:
                    raise UnknownKindError(
                        f"the cluster serves no {kind}: check apiVersion and kind; a kind of your own "
                        "needs its CustomResourceDefinition applied before it (depends_on)"
                    )
                time.sleep(_POLL_SECONDS)
        return self._mappings[kind]

    def _ask(self, api_version: str) -> dict[Kind, Mapping]:
        root = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
        try:
            resources = self._api.get(root)["resources"]
        except ApiError as error:
            if error.code == _NOT_FOUND:
                return {}
            raise
        return {
            Kind(api_version, entry["kind"]): Mapping(root, entry["name"], entry["namespaced"])
            for entry in resources
            if "/" not in entry["name"]
        }
