"""Keeps the Kubernetes control planes in step with what EKS's records say."""

import logging

from localcloud.aws.extension.eks.control_plane import ControlPlaneWanted, Endpoint

_LOG = logging.getLogger(__name__)


class ClusterEvents:
    """What the request in hand does to clusters, and the endpoints that it may give out."""

    def __init__(self) -> None:
        self._endpoints: dict[str, Endpoint] = {}
        self._used: dict[str, Endpoint] = {}
        self.changed_clusters: set[str] = set()
        self.removed_clusters: set[str] = set()

    def begin(self, endpoints: dict[str, Endpoint] | None = None) -> None:
        """Starts a request; `endpoints` are those that it used when it ran first."""
        if endpoints is not None:
            self._endpoints.update(endpoints)
        self._used = {}
        self.changed_clusters = set()
        self.removed_clusters = set()

    def offer(self, cluster: str, endpoint: Endpoint) -> None:
        """A control plane is up: the next request that creates this cluster gets it."""
        self._endpoints[cluster] = endpoint

    def used(self) -> dict[str, dict[str, str]]:
        return {
            name: {"url": endpoint.url, "certificate_authority": endpoint.certificate_authority}
            for name, endpoint in self._used.items()
        }

    def endpoint(self, cluster: str, region: str) -> Endpoint:
        if cluster not in self._endpoints:
            raise ControlPlaneWanted(cluster)
        self._used[cluster] = self._endpoints.pop(cluster)
        return self._used[cluster]

    def changed(self, cluster: str) -> None:
        self.changed_clusters.add(cluster)

    def removed(self, cluster: str) -> None:
        self.changed_clusters.discard(cluster)
        self.removed_clusters.add(cluster)
