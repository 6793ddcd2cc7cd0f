import json
import os

import pytest

from localcloud.cloud import snapshots
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError
from tests.localcloud.cloud.lock_files import lock

SIZE = 1024 * 1024  # reserved by etcd and not used yet


@pytest.fixture
def deployed(cloud: Cloud) -> Cloud:
    """A cloud with a cluster that does not run and a state that knows where it is."""
    cluster = cloud.directory / "clusters" / "main"
    for folder in ("run", "log", "etcd"):
        (cluster / folder).mkdir(parents=True)
    (cluster / "run" / "etcd.json").write_text("{}")
    (cluster / "cluster.json").write_text('{"etcd_port": 20002, "api_port": 20003, "prepared": "x"}')
    (cluster / "etcd" / "wal").write_bytes(bytes(SIZE))
    state = cloud.backend / ".pulumi" / "stacks" / "throwaway" / "one.json"
    state.parent.mkdir(parents=True)
    state.write_text('"http://127.0.0.1:20001 https://127.0.0.1:20003"')
    return cloud


def test_a_snapshot_holds_the_state_and_nothing_of_running_processes(deployed: Cloud) -> None:
    kept = snapshots.take(deployed, "before")
    assert kept == deployed.directory.parent / ".snapshots" / "first" / "before"
    assert (kept / "cloud.json").read_bytes() == (deployed.directory / "cloud.json").read_bytes()
    assert not (kept / "clusters" / "main" / "run").exists()
    wal = (kept / "clusters" / "main" / "etcd" / "wal").stat()
    assert wal.st_size == SIZE
    assert wal.st_blocks == 0


def test_a_snapshot_of_the_same_name_replaces_the_earlier_one(deployed: Cloud) -> None:
    snapshots.take(deployed, "before")
    (deployed.directory / "new").touch()
    assert (snapshots.take(deployed, "before") / "new").exists()


def test_a_fork_has_ports_and_keys_of_its_own_and_its_state_knows_them(deployed: Cloud) -> None:
    target = Cloud(deployed.directory.parent / "second", deployed.project)
    snapshots.fork(snapshots.take(deployed, "before"), target)
    settings, was = target.settings, deployed.settings
    cluster = json.loads((target.directory / "clusters" / "main" / "cluster.json").read_text())
    ports = [settings.port, cluster["etcd_port"], cluster["api_port"]]
    assert settings.name == "second"
    assert settings.secret_access_key != was.secret_access_key
    assert len({*ports, 20001, 20002, 20003}) == 6
    assert cluster["prepared"] == "x"
    state = (target.backend / ".pulumi" / "stacks" / "throwaway" / "one.json").read_text()
    assert f"http://127.0.0.1:{settings.port} " in state


def test_a_copy_does_not_overwrite_a_cloud(deployed: Cloud) -> None:
    with pytest.raises(CloudError, match="there is a cloud first already; choose another name"):
        snapshots.fork(deployed.directory, deployed)


def test_an_absent_snapshot_is_refused_with_those_that_there_are(deployed: Cloud) -> None:
    snapshots.take(deployed, "before")
    with pytest.raises(CloudError, match="has no snapshot 'after'; it has before"):
        snapshots.restore(deployed, "after")


@pytest.mark.parametrize("name", ["", "../x", ".hidden", "a b"])
def test_a_snapshot_name_that_is_none_is_refused(name: str, deployed: Cloud) -> None:
    with pytest.raises(CloudError, match="cannot be the name of a snapshot"):
        snapshots.take(deployed, name)


def test_nothing_is_copied_in_the_middle_of_an_update(deployed: Cloud) -> None:
    lock(deployed, os.getpid())
    with pytest.raises(CloudError, match=f"stack one is being updated by process {os.getpid()}"):
        snapshots.take(deployed, "before")


def test_a_removed_cloud_takes_its_snapshots_with_it(deployed: Cloud) -> None:
    snapshots.take(deployed, "before")
    snapshots.remove(deployed)
    left = {str(path.relative_to(deployed.directory.parent)) for path in deployed.directory.parent.rglob("*")}
    assert left <= {".first.lock", ".snapshots"}
