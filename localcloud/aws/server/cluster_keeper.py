"""Does to the Kubernetes control planes what happened to EKS's records."""

import hmac
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from localcloud.aws.extension.eks import records
from localcloud.aws.extension.eks.control_plane import Endpoint
from localcloud.aws.server.cloud_file import CloudFile

_LOG = logging.getLogger(__name__)


class ClusterKeeper:
    """`fleet` is localcloud.kubernetes.fleet.Fleet of this cloud; one thread at a time handles a cluster."""

    def __init__(self, cloud: CloudFile, fleet: Any) -> None:
        self._cloud = cloud
        self._fleet = fleet
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

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

    def follow(self, changed: Iterable[str], removed: Iterable[str]) -> None:
        """Brings nodes and bindings of changed clusters in line, and ends removed ones."""
        for cluster in changed:
            with self._locks[cluster]:
                self._bring_in_line(cluster)
        for cluster in removed:
            with self._locks[cluster]:
                # The name may have been taken again meanwhile.
                if records.find(self._cloud.account_id, cluster) is None:
                    self._fleet.remove(cluster)

    def adopt(self) -> dict[str, str]:
        """After a restart: starts every cluster of the records anew; returns the errors by cluster."""
        errors = {}
        for cluster in records.names(self._cloud.account_id):
            try:
                endpoint = self.start(cluster)
                records.set_endpoint(self._cloud.account_id, cluster, endpoint)
                self._bring_in_line(cluster)
            except Exception as error:
                _LOG.exception("The control plane of cluster %s did not come up.", cluster)
                errors[cluster] = str(error)
        return errors

    def _bring_in_line(self, cluster: str) -> None:
        if records.find(self._cloud.account_id, cluster) is None:
            return
        from localcloud.kubernetes.nodes import NodeSpec

        nodes = [NodeSpec(**fields) for fields in records.nodes(self._cloud.account_id, cluster)]
        self._fleet.sync_nodes(cluster, nodes)
        for policy, namespace in records.namespace_policies(self._cloud.account_id, cluster):
            self._fleet.bind(cluster, policy, namespace)
