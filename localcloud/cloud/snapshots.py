"""Whole clouds, copied in seconds: kept for later, brought back, or made into a cloud of their own."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localcloud.cloud import addresses, locks, server, swap
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError
from localcloud.cloud.freeze import frozen
from localcloud.cloud.ready import alone, make_ready_alone, stop
from localcloud.cloud.siblings import ports_in_use
from localcloud.kubernetes import ports
from localcloud.progress import step

# What tells of running processes: a copy has none of them.
_RUNNING = ("clusters/*/run", "clusters/*/log", "log")


def take(cloud: Cloud, name: str) -> Path:
    """Keeps the cloud as it is now; an earlier snapshot of that name goes when this one is complete."""
    kept = _kept(cloud, name)
    with _still(cloud), step(f"cloud {cloud.name}", f"taking snapshot {name}", f"snapshot {name} taken"):
        incomplete = kept.with_name(f".{name}")
        _copy_tree(cloud.directory, incomplete)
        shutil.rmtree(kept, ignore_errors=True)
        incomplete.rename(kept)
    return kept


def restore(cloud: Cloud, name: str) -> None:
    """Makes the cloud what it was when the snapshot was taken; what happened since is lost."""
    kept = find(cloud, name)
    with alone(cloud):
        _refuse_if_updating(cloud)
        stop(cloud)
        with step(f"cloud {cloud.name}", f"going back to snapshot {name}", f"is as in snapshot {name}"):
            fresh = swap.beside(cloud, "fresh")
            _copy_tree(kept, fresh)
            swap.replace(cloud, fresh)
        make_ready_alone(cloud)


def copy(source: Cloud, target: Cloud) -> None:
    """Makes a cloud that goes on from what the source is now, with ports and keys of its own."""
    with _still(source):
        fork(source.directory, target)


def fork(source: Path, target: Cloud) -> None:
    """As `copy`, from a directory in which nothing runs: a snapshot."""
    with alone(target):
        if target.exists:
            raise CloudError(f"there is a cloud {target.name} already; choose another name")
        with step(f"cloud {target.name}", f"copying {source.name}", f"is a copy of {source.name}"):
            fresh = swap.beside(target, "fresh")
            _copy_tree(source, fresh)
            _give_own_addresses(fresh, target)
            swap.replace(target, fresh)
    # The source may go on meanwhile: the copy is complete.


def remove(cloud: Cloud) -> None:
    """Ends the cloud and deletes it with its snapshots."""
    with alone(cloud):
        _refuse_if_updating(cloud)
        stop(cloud)
        shutil.rmtree(cloud.directory)
        shutil.rmtree(_kept(cloud, "any").parent)


def find(cloud: Cloud, name: str) -> Path:
    """The directory of a snapshot; CloudError with those that there are if there is no such one."""
    kept = _kept(cloud, name)
    if not kept.exists():
        there = ", ".join(sorted(path.name for path in kept.parent.glob("[!.]*"))) or "none"
        raise CloudError(f"cloud {cloud.name} has no snapshot {name!r}; it has {there}")
    return kept


def _kept(cloud: Cloud, name: str) -> Path:
    if not name.replace("-", "").isalnum():
        raise CloudError(
            f"{name!r} cannot be the name of a snapshot: letters, digits and hyphens are allowed"
        )
    folder = cloud.directory.parent / ".snapshots" / cloud.name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name


@contextmanager
def _still(cloud: Cloud) -> Iterator[None]:
    """The cloud's state is on disk and does not change during the block."""
    with alone(cloud):
        _refuse_if_updating(cloud)
        if server.find(cloud) is not None:
            server.checkpoint(cloud)
        with frozen(cloud):
            yield


def _refuse_if_updating(cloud: Cloud) -> None:
    for lock in locks.held(cloud):
        raise CloudError(
            f"stack {lock.stack} is being updated by process {lock.pid}: wait until that has ended"
        )


def _copy_tree(source: Path, target: Path) -> None:
    """With holes kept as holes: etcd reserves space that it does not use yet."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "--archive", "--sparse=always", str(source), str(target)], check=True)
    for pattern in _RUNNING:
        for path in target.glob(pattern):
            shutil.rmtree(path)


def _give_own_addresses(fresh: Path, target: Cloud) -> None:
    copied = Cloud(fresh, target.project)
    taken = set(ports_in_use(target.directory.parent))
    was = copied.settings
    port = ports.choose(frozenset(taken))
    was.moved(target.name, port).write(fresh / "cloud.json")
    taken.add(port)
    for path in fresh.glob("clusters/*/cluster.json"):
        record = json.loads(path.read_text())
        for key in ("etcd_port", "api_port"):
            record[key] = ports.choose(frozenset(taken))
            taken.add(record[key])
        path.write_text(json.dumps(record, indent=1))
    addresses.follow(copied, {was.port: port})
