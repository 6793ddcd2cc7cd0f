import shutil
import socket
import ssl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import urllib3

from localcloud.kubernetes.certificates import ensure_certificates
from localcloud.kubernetes.command_lines import PROGRAMS
from localcloud.kubernetes.control_plane import ControlPlane
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.fleet import Fleet
from localcloud.kubernetes.processes import Daemon
from tests.localcloud.kubernetes.manifests import config_map
from tests.localcloud.kubernetes.waiting import eventually

pytestmark = pytest.mark.engine


@pytest.fixture
def plane(fleet: Fleet) -> ControlPlane:
    fleet.ensure("shared")
    return fleet.plane("shared")


def processes(plane: ControlPlane) -> dict[str, psutil.Process]:
    found = {name: Daemon(name, plane.layout.directory).process() for name in PROGRAMS}
    return {name: process for name, process in found.items() if process is not None}


def test_ensure_leaves_what_runs_alone(plane: ControlPlane) -> None:
    before = processes(plane)
    plane.ensure()
    assert processes(plane) == before
    assert before.keys() == set(PROGRAMS)


def test_programs_outlive_the_process_that_started_them_and_listen_on_loopback_only(
    plane: ControlPlane,
) -> None:
    for process in processes(plane).values():
        listening = [c.laddr for c in process.net_connections() if c.status == psutil.CONN_LISTEN]
        assert {address.ip for address in listening} <= {"127.0.0.1"}
        assert process.name() in ("etcd", "kube-apiserver") or not listening


@pytest.mark.parametrize("names", [["kube-apiserver"], PROGRAMS], ids=["kube-apiserver", "all"])
def test_killed_programs_come_back_with_everything_acknowledged(
    plane: ControlPlane, namespace: str, names: list[str]
) -> None:
    kept = config_map("kept", namespace, a="1")
    plane.api().create(f"/api/v1/namespaces/{namespace}/configmaps", kept)
    before = processes(plane)
    for name in names:
        before[name].kill()
    eventually(lambda: processes(plane).keys() & set(names), lambda left: not left)
    plane.ensure()
    after = processes(plane)
    assert {name for name in PROGRAMS if after[name].pid != before[name].pid} == set(names)
    assert plane.api().get(f"/api/v1/namespaces/{namespace}/configmaps/kept")["data"] == {"a": "1"}


def test_program_that_ends_while_it_is_looked_at_is_started_again(plane: ControlPlane) -> None:
    for process in processes(plane).values():
        process.kill()
    plane.ensure()
    assert plane.api().get("/api/v1/nodes")["items"]
    assert all(plane.running().values())


def test_two_that_start_it_at_once_start_it_once(plane: ControlPlane) -> None:
    plane.stop()
    said: list[str] = []
    twins = [ControlPlane(plane.layout.directory, said.append) for _ in range(2)]
    with ThreadPoolExecutor() as threads:
        first, second = threads.map(lambda twin: twin.ensure(), twins)
    assert first == second
    assert sum("ready in" in line for line in said) == 1
    commands = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    assert sum(f"{plane.layout.directory}/" in command for command in commands) == len(PROGRAMS)


def test_taken_port_is_changed_and_everyone_told(plane: ControlPlane) -> None:
    before = plane.layout
    plane.stop()
    assert not any(plane.running().values())
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", before.api_port))
        squatter.listen()
        after = plane.ensure()
    assert after.api_port != before.api_port
    assert after.etcd_port == before.etcd_port
    assert plane.api().get("/api/v1/nodes")["items"]
    assert all(plane.running().values())


def test_failed_start_says_the_last_words_of_the_program(tmp_path: Path) -> None:
    ensure_certificates(tmp_path / "broken" / "certificates")
    (tmp_path / "broken" / "certificates" / "service-account.key").write_text("no key")
    plane = ControlPlane(tmp_path / "broken")
    try:
        with pytest.raises(
            KubernetesError, match=r"kube-apiserver ended by itself[\s\S]*service-account\.key"
        ):
            plane.ensure()
    finally:
        plane.remove()
    assert not (tmp_path / "broken").exists()


def test_removal_ends_what_no_record_names(tmp_path: Path) -> None:
    etcd = tmp_path / "etcd"  # a program of that name that works in the directory
    etcd.symlink_to(sys.executable)
    directory = tmp_path / "cluster"
    directory.mkdir()
    stray = subprocess.Popen([etcd, "-c", "import time; time.sleep(60)", f"--data-dir={directory}/etcd"])
    ControlPlane(directory).remove()
    assert stray.wait(10) != 0
    assert not directory.exists()


def test_copy_of_a_running_cluster_is_not_taken_for_it(plane: ControlPlane, tmp_path: Path) -> None:
    shutil.copytree(plane.layout.directory, tmp_path / "copy")
    copy = ControlPlane(tmp_path / "copy")
    copy.stop()
    assert all(plane.running().values())


def test_strangers_may_ask_for_health_and_for_nothing_else(plane: ControlPlane) -> None:
    layout = plane.layout
    with urllib3.PoolManager(ca_certs=str(layout.certificates / "ca.crt")) as stranger:
        assert stranger.request("GET", f"{layout.endpoint}/readyz").status == 200
        assert stranger.request("GET", f"{layout.endpoint}/api").status == 401


def test_etcd_refuses_the_clusters_own_certificates(plane: ControlPlane) -> None:
    layout, keys = plane.layout, plane.layout.certificates
    context = ssl.create_default_context(cafile=keys / "etcd-ca.crt")
    context.load_cert_chain(keys / "admin.crt", keys / "admin.key")
    refusals = (urllib3.exceptions.SSLError, urllib3.exceptions.ProtocolError)
    with urllib3.PoolManager(ssl_context=context, retries=False) as client, pytest.raises(refusals):
        client.request("GET", f"https://127.0.0.1:{layout.etcd_port}/health")


def test_files_are_for_their_user_only(plane: ControlPlane) -> None:
    open_to_others = [
        path for path in plane.layout.directory.rglob("*") if path.is_file() and path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


def test_what_was_never_made_is_named_as_such(tmp_path: Path) -> None:
    plane = ControlPlane(tmp_path / "none")
    plane.stop()
    plane.remove()
    with pytest.raises(KubernetesError, match=r"no control plane in .*none: create the EKS cluster first"):
        plane.api()
