"""Holds a cloud's stores still while they are copied: the AWS server and the etcd of every cluster."""

import contextlib
from collections.abc import Iterator

import psutil

from localcloud.cloud import server
from localcloud.cloud.cloud import Cloud
from localcloud.kubernetes.processes import Daemon


def stores(cloud: Cloud) -> list[psutil.Process]:
    """The running processes that write to the cloud's directory on their own account."""
    clusters = (path.parent for path in (cloud.directory / "clusters").glob("*/cluster.json"))
    found = [server.find(cloud), *(Daemon("etcd", directory).process() for directory in clusters)]
    return [process for process in found if process is not None]


@contextlib.contextmanager
def frozen(cloud: Cloud) -> Iterator[None]:
    """Nothing is written during the block; the directory is as it would be after a power cut."""
    processes = stores(cloud)
    try:
        for process in processes:
            process.suspend()
        yield
    finally:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()


def thaw(cloud: Cloud) -> None:
    """Lets go on what a killed copy has left frozen."""
    for process in stores(cloud):
        if process.status() == psutil.STATUS_STOPPED:
            process.resume()
