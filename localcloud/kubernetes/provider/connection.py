"""The connection to the configured cluster: made when it is needed, asked once whether it works."""

import threading
from typing import TYPE_CHECKING

from localcloud.kubernetes.errors import KubernetesError, UnreachableError
from localcloud.kubernetes.provider.configuration import Configuration
from localcloud.kubernetes.provider.kinds import kind_of_type

if TYPE_CHECKING:
    from localcloud.kubernetes.provider.cluster import Cluster

_PROBE_SECONDS = 5.0


class Connection:
    """One configured cluster. The client is imported with the first request: a preview may need none."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._lock = threading.RLock()
        self._cluster: Cluster | None = None
        self._is_reachable: bool | None = None

    def cluster(self) -> "Cluster":
        """The cluster; KubernetesError if the configuration leads to none."""
        with self._lock:
            if self._cluster is None:
                self._cluster = self._connect()
            return self._cluster

    def is_reachable(self) -> bool:
        """Whether the cluster answers us; asked once, so that a plan is made against one view of it."""
        with self._lock:
            if self._is_reachable is None:
                try:
                    self.cluster().api.request("GET", "/version", timeout=_PROBE_SECONDS)
                    self._is_reachable = True
                except KubernetesError:
                    self._is_reachable = False
            return self._is_reachable

    def is_namespaced(self, type: str) -> bool | None:
        """Whether the cluster keeps objects of the type in namespaces; None if it cannot say (yet)."""
        if not self.is_reachable():
            return None
        try:
            return self.cluster().mapping(kind_of_type(type)).is_namespaced
        except KubernetesError:
            return None

    def is_lost(self, error: KubernetesError) -> bool:
        """Whether the error means that the cluster is gone and its objects are to be forgotten with it."""
        gone = isinstance(error, UnreachableError) or self.configuration.kubeconfig is None
        return gone and "deleteUnreachable" in self.configuration.switches

    def _connect(self) -> "Cluster":
        from localcloud.kubernetes.api import Api
        from localcloud.kubernetes.provider.cluster import Cluster

        configuration = self.configuration
        if configuration.kubeconfig is None:
            raise KubernetesError(configuration.missing)
        api = Api(configuration.kubeconfig, configuration.context, configuration.directory)
        return Cluster(api, configuration.default_namespace)
