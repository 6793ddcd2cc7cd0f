"""Puts a fresh directory in a cloud's place, such that a kill at any moment leaves the one or the other."""

import shutil
from pathlib import Path

from localcloud.cloud.cloud import Cloud


def beside(cloud: Cloud, word: str) -> Path:
    """A directory next to the cloud's own, which no listing takes for a cloud."""
    return cloud.directory.parent / f".{cloud.name}.{word}"


def replace(cloud: Cloud, fresh: Path) -> None:
    """`fresh` is complete, and was made by `beside(cloud, "fresh")`."""
    old = beside(cloud, "old")
    if cloud.directory.exists():
        shutil.rmtree(old, ignore_errors=True)
        cloud.directory.rename(old)
    fresh.rename(cloud.directory)
    shutil.rmtree(old, ignore_errors=True)


def finish(cloud: Cloud) -> None:
    """Completes a replacement that was killed between its two steps; else nothing happens."""
    fresh, old = beside(cloud, "fresh"), beside(cloud, "old")
    if not cloud.directory.exists() and old.exists() and fresh.exists():
        fresh.rename(cloud.directory)
        shutil.rmtree(old)
