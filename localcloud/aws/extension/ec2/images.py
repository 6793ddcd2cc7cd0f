"""The images that EC2 has from the start: Amazon's current ones."""

from functools import cache
from typing import Any

from moto.core.parse import default_timestamp_parser
from moto.ec2.models.amis import AMIS, Ami
from moto.utilities.utils import load_resource


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
    for image in _published(backend.region_name):
        backend.amis[image["ami_id"]] = Ami(backend, **image)
