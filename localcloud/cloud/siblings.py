"""The clouds of one checkout, side by side under one directory."""

import os
from pathlib import Path

from localcloud.cloud.cloud import CHECKOUT, Cloud
from localcloud.cloud.errors import CloudError
from localcloud.cloud.settings import checked_name


def root() -> Path:
    """$SOFTFACTORY_CLOUDS, else `.localcloud` of this checkout."""
    own = os.environ.get("SOFTFACTORY_CLOUDS")
    return Path(own).absolute() if own else CHECKOUT / ".localcloud"


def cloud(name: str) -> Cloud:
    """The cloud of that name, whether it is there or not; CloudError if none can have that name."""
    return Cloud(root() / checked_name(name))


def existing(name: str) -> Cloud:
    """The cloud of that name; CloudError with those that there are if there is none."""
    found = cloud(name)
    if not found.exists:
        there = ", ".join(one.name for one in clouds(root())) or "none"
        raise CloudError(f"there is no embedded cloud {name!r}; there is {there}; `make up` makes one")
    return found


def clouds(directory: Path) -> list[Cloud]:
    """Every cloud in the directory, by name."""
    return [Cloud(path.parent) for path in sorted(directory.glob("[a-z0-9]*/cloud.json"))]


def ports_in_use(directory: Path) -> frozenset[int]:
    """The ports of all clouds in the directory, running or not."""
    return frozenset(one.settings.port for one in clouds(directory))
