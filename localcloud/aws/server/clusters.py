"""What the request in hand does to EKS clusters, and what it may give out about them."""

from localcloud.aws.extension.eks.control_plane import ControlPlaneWanted, Endpoint


class ClusterEvents:
    """The control planes behind the EKS of the server, as its records see them."""

    def __init__(self) -> None:
        self._endpoints: dict[str, Endpoint] = {}
        self._used: dict[str, Endpoint] = {}
        self.touched: set[str] = set()

    def begin(self, endpoints: dict[str, Endpoint] | None = None) -> None:
        """Starts a request; `endpoints` are those that it used when it ran first."""
        if endpoints is not None:
            self._endpoints.update(endpoints)
        self._used = {}
        self.touched = set()

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

    def check_instance_type(self, instance_type: str) -> None:
        from localcloud.kubernetes.instance_types import instance_type as known

        known(instance_type)

    def changed(self, cluster: str) -> None:
        self.touched.add(cluster)

    def removed(self, cluster: str) -> None:
        self.touched.add(cluster)
