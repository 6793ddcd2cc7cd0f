"""The images that EC2 has from the start: Amazon's current ones."""

from functools import cache
from hashlib import sha256
from typing import Any

from moto.core.parse import default_timestamp_parser
from moto.ec2.models.amis import AMIS, Ami
from moto.ec2.models.elastic_block_store import Snapshot, Volume
from moto.utilities.utils import load_resource

# The volume of every public snapshot: nobody else sees where it came from.
_VOLUME, _GIB = "vol-ffffffff", 15


class _Publisher:
    """What an image asks of its backend for a snapshot, without a volume that is made to be deleted."""

    def __init__(self, backend: Any) -> None:
        self.account_id = backend.account_id
        self._backend = backend

    def create_volume(self, size: int, zone_name: str) -> Volume:
        return Volume(self._backend, _VOLUME, size=_GIB, zone=None)  # type: ignore[abstract]  # what is abstract serves CloudFormation only

    def create_snapshot(self, volume_id: str, description: str, owner_id: str, from_ami: str) -> Snapshot:
        id = f"snap-{sha256(from_ami.encode()).hexdigest()[:17]}"
        volume = self.create_volume(_GIB, "")
        snapshot = Snapshot(self._backend, id, volume, description, owner_id=owner_id, from_ami=from_ami)
        self._backend.snapshots[id] = snapshot
        return snapshot

    def delete_volume(self, volume_id: str) -> None:
        """There is none."""


@cache
def _published(region: str) -> list[dict[str, Any]]:
    try:
        latest: list[dict[str, Any]] = load_resource(f"ec2/resources/latest_amis/{region}.json")
    except FileNotFoundError:
        latest = []
    images = [{**image, "owner_alias": "amazon"} for image in [*AMIS, *latest]]
    for image in images:
        if isinstance(image.get("creation_date"), str):
            image["creation_date"] = default_timestamp_parser(image["creation_date"])
    return images


def load_images(backend: Any) -> None:
    """Moto adds over a thousand images for ECS, each with a snapshot: most of a backend's size."""
    publisher = _Publisher(backend)
    for published in _published(backend.region_name):
        image = Ami(publisher, **published)
        image.ec2_backend = backend
        backend.amis[image.id] = image
