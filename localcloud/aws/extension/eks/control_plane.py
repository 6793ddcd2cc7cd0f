"""The seam between EKS's records and the Kubernetes control planes behind them."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Endpoint:
    """`url` of the API server and its certificate authority, base64 of PEM."""

    url: str
    certificate_authority: str


class ControlPlaneWanted(Exception):
    """A cluster may be created: its control plane is to be started, then the request runs once more."""

    def __init__(self, cluster: str) -> None:
        super().__init__(cluster)
        self.cluster = cluster


class ControlPlanes(Protocol):
    """Told of what happens to clusters. None of the calls may wait."""

    def endpoint(self, cluster: str, region: str) -> Endpoint:
        """The endpoint of a cluster in creation; raises ControlPlaneWanted if it is not there yet."""

    def check_instance_type(self, instance_type: str) -> None:
        """Raises, in words, for a type that cannot become a node."""

    def changed(self, cluster: str) -> None:
        """Nodes or access policies of the cluster changed."""

    def removed(self, cluster: str) -> None:
        """The cluster was deleted."""


class RecordsOnly:
    """No Kubernetes at all: endpoints are made up. What in-process tests use."""

    def endpoint(self, cluster: str, region: str) -> Endpoint:
        certificate = f"-----BEGIN CERTIFICATE-----\n{cluster}\n-----END CERTIFICATE-----\n"
        return Endpoint(
            f"https://{cluster}.gr7.{region}.eks.amazonaws.com", b64encode(certificate.encode()).decode()
        )

    def check_instance_type(self, instance_type: str) -> None:
        pass

    def changed(self, cluster: str) -> None:
        pass

    def removed(self, cluster: str) -> None:
        pass


_current: ControlPlanes = RecordsOnly()


def control_planes() -> ControlPlanes:
    return _current


def use(planes: ControlPlanes) -> None:
    """Puts `planes` behind the EKS of this process."""
    global _current
    _current = planes
