"""Fleet: the control planes of one embedded cloud, one per EKS cluster."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from localcloud.kubernetes import kubeconfigs
from localcloud.kubernetes.access import MANAGER, namespace_binding, path_of
from localcloud.kubernetes.add_ons import AddOn, sync_add_ons
from localcloud.kubernetes.api import Api
from localcloud.kubernetes.command_lines import Layout
from localcloud.kubernetes.control_plane import ControlPlane
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.node_sync import sync
from localcloud.kubernetes.nodes import NodeSpec
from localcloud.kubernetes.private_files import write_private
from localcloud.lock import locked

_DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class Cluster:
    """What EKS tells of a cluster: URL of the API server, base64 of its authority's PEM."""

    name: str
    endpoint: str
    certificate_authority: str


@dataclass(frozen=True)
class ClusterStatus:
    """Where a cluster is and which of its programs run."""

    name: str
    endpoint: str
    running: dict[str, bool]


class Fleet:
    """The clusters under `<cloud>/clusters`; KubernetesError where something cannot be done."""

    def __init__(self, cloud_dir: Path, report: Callable[[str], None] = lambda _: None) -> None:
        self.directory = Path(cloud_dir).absolute()
        self._report = report

    def ensure(self, name: str, *, authenticator_url: str | None = None) -> Cluster:
        """Makes the cluster, or starts what of it does not run; quick and without effect if all is well.

        `authenticator_url` answers TokenReviews (authentication.k8s.io/v1); by default the last one stays.
        The API server sends no credentials over http: a secret has to be part of the path.
        """
        layout = self.plane(name).ensure(authenticator_url)
        self._write_kubeconfig()
        return Cluster(name, layout.endpoint, kubeconfigs.authority(layout))

    def remove(self, name: str) -> None:
        """Stops the cluster and deletes all of it; nothing happens if there is none."""
        self.plane(name).remove()
        self._write_kubeconfig()

    def sync_nodes(self, name: str, nodes: Sequence[NodeSpec]) -> None:
        """Makes the cluster have exactly these nodes; returns when new ones are ready, old ones drained."""
        done = sync(self.api(name), nodes)
        if done.add or done.change or done.remove:
            self._report(
                f"{name}: {len(done.add)} nodes added, {len(done.change)} changed, {len(done.remove)} removed"
            )

    def sync_add_ons(self, name: str, add_ons: Sequence[AddOn]) -> None:
        """Makes the pods of exactly these add-ons of EKS be in the cluster."""
        sync_add_ons(self.api(name), add_ons)

    def bind(self, name: str, policy: str, namespace: str) -> None:
        """Grants the policy in the namespace to the group `eks:policy:<policy>:<namespace>`.

        The namespace is made if it is not there: EKS accepts the association before anyone creates it. A
        program that creates it later takes it over.
        """
        binding = namespace_binding(policy, namespace)
        api = self.api(name)
        # An applied object without a field to own would have no owner by which to know it again.
        metadata = {
            "name": namespace,
            "annotations": {"softfactory.invalid/made-for": binding["metadata"]["name"]},
        }
        space = {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
        api.apply(f"/api/v1/namespaces/{namespace}", space, MANAGER, force=True)
        api.apply(path_of(binding), binding, MANAGER, force=True)

    def api(self, name: str) -> Api:
        """The API server of the cluster, as its administrator."""
        return self.plane(name).api()

    def stop_all(self) -> None:
        """Ends the programs of every cluster; everything stays on disk."""
        names = self._names()
        with ThreadPoolExecutor(max(1, len(names))) as threads:
            list(threads.map(lambda name: self.plane(name).stop(), names))

    def status(self) -> list[ClusterStatus]:
        """Every cluster of the cloud, by name."""
        return [
            ClusterStatus(name, self.plane(name).layout.endpoint, self.plane(name).running())
            for name in self._names()
        ]

    def _names(self) -> list[str]:
        return sorted(path.parent.name for path in self.directory.glob("clusters/*/cluster.json"))

    def plane(self, name: str) -> ControlPlane:
        """The control plane of the cluster, made or not."""
        if not name.replace("-", "").replace("_", "").isalnum():
            raise KubernetesError(
                f"cluster name {name!r} is not one: letters, digits, '-' and '_' are allowed"
            )
        return ControlPlane(self.directory / "clusters" / name, self._report)

    def _write_kubeconfig(self) -> None:
        with locked(self.directory / "clusters" / ".kubeconfig.lock", lambda _: None):
            layouts: dict[str, Layout] = {name: self.plane(name).layout for name in self._names()}
            document = kubeconfigs.of_cloud(layouts, self._region())
            write_private(self.directory / "kubeconfig", kubeconfigs.dump(document))

    def _region(self) -> str:
        path = self.directory / "cloud.json"
        return (
            str(json.loads(path.read_text()).get("region", _DEFAULT_REGION))
            if path.is_file()
            else _DEFAULT_REGION
        )
