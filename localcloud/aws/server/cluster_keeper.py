"""Does to the Kubernetes control planes what happened to EKS's records."""

import hmac
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from localcloud.aws.extension.eks import records
from localcloud.aws.extension.eks.control_plane import Endpoint
from localcloud.aws.server.cloud_file import CloudFile

_LOG = logging.getLogger(__name__)
_RETRY_SECONDS = 2.0


class ClusterKeeper:
    """`make_fleet` gives the localcloud.kubernetes.fleet.Fleet of this cloud, which is asked for when needed.

    One thread at a time handles a cluster. `errors` tells of the clusters that could not be brought in line
    with the records; they are tried again until they are.
    """

    def __init__(self, cloud: CloudFile, make_fleet: Callable[[], Any]) -> None:
        self._cloud = cloud
        self._make_fleet = make_fleet
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.errors: dict[str, str] = {}

    @cached_property
    def _fleet(self) -> Any:
        return self._make_fleet()

    def secret(self, cluster: str) -> str:
        """The last piece of the path at which the API server of the cluster has tokens reviewed.

        It is in the path because Kubernetes' clients show their bearer tokens over TLS only.
        """
        key = self._cloud.secret_access_key.encode()
        return hmac.new(key, f"token-review {cluster}".encode(), "sha256").hexdigest()

    def start(self, cluster: str) -> Endpoint:
        """Starts, or finds running, the control plane of a cluster. Raises what the fleet raises."""
        path = f"localcloud/clusters/{cluster}/token-review/{self.secret(cluster)}"
        with self._locks[cluster]:
            started = self._fleet.ensure(
                cluster, authenticator_url=f"http://127.0.0.1:{self._cloud.port}/{path}"
            )
        return Endpoint(started.endpoint, started.certificate_authority)

    def follow(self, clusters: Iterable[str]) -> None:
        """Brings clusters in line with the records: their nodes and bindings, or their end."""
        for cluster in clusters:
            self._attempt(cluster, lambda name=cluster: self._bring_in_line(name))  # type: ignore[misc]  # mypy infers no lambda with a default

    def adopt(self) -> None:
        """After a restart: finds or starts every cluster of the records, and ends those that are in none."""
        names = records.names(self._cloud.account_id)
        if names:
            with ThreadPoolExecutor(len(names)) as threads:
                list(threads.map(lambda name: self._attempt(name, lambda: self._revive(name)), names))
        if (self._cloud.directory / "clusters").is_dir():
            for status in self._fleet.status():
                if status.name not in names:
                    _LOG.info("Cluster %s is in no record: it is removed.", status.name)
                    self.follow([status.name])

    def try_again(self) -> None:
        """Runs for ever, in a thread of its own."""
        while True:
            time.sleep(_RETRY_SECONDS)
            for cluster in list(self.errors):
                self._attempt(cluster, lambda name=cluster: self._revive(name))  # type: ignore[misc]  # mypy infers no lambda with a default

    def _attempt(self, cluster: str, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as error:
            # AWS answers before the nodes are there as well; who waits for them is told by Kubernetes.
            if self.errors.get(cluster) != str(error):
                _LOG.exception("Cluster %s is not in line with its records.", cluster)
            self.errors[cluster] = str(error)
        else:
            self.errors.pop(cluster, None)

    def _revive(self, cluster: str) -> None:
        if records.find(self._cloud.account_id, cluster) is not None:
            records.set_endpoint(self._cloud.account_id, cluster, self.start(cluster))
        self._bring_in_line(cluster)

    def _bring_in_line(self, cluster: str) -> None:
        with self._locks[cluster]:
            if records.find(self._cloud.account_id, cluster) is None:
                self._fleet.remove(cluster)
                return
            from localcloud.kubernetes.add_ons import AddOn
            from localcloud.kubernetes.nodes import NodeSpec

            nodes = [NodeSpec(**fields) for fields in records.nodes(self._cloud.account_id, cluster)]
            self._fleet.sync_nodes(cluster, nodes)
            add_ons = [AddOn(**fields) for fields in records.add_ons(self._cloud.account_id, cluster)]
            self._fleet.sync_add_ons(cluster, add_ons)
            for policy, namespace in records.namespace_policies(self._cloud.account_id, cluster):
                self._fleet.bind(cluster, policy, namespace)
