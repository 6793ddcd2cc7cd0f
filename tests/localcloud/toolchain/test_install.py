import subprocess
import sys
from pathlib import Path

import pytest

from localcloud.toolchain.install import install
from localcloud.toolchain.programs import PROGRAMS

INSTALL_ETCD = [sys.executable, "-c", "from localcloud.toolchain.install import install; install(['etcd'])"]


def test_what_is_there_is_not_installed_again(go_calls: Path) -> None:
    assert install(["etcd", "kube-scheduler"]) == ["etcd", "kube-scheduler"]
    assert install(["etcd", "kube-scheduler"]) == []
    assert len(go_calls.read_text().splitlines()) == 2


def test_two_runs_at_once_build_once_and_the_second_says_that_it_waits(
    cache: Path, go_calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_GO_SECONDS", "1")
    with subprocess.Popen(INSTALL_ETCD, stderr=subprocess.PIPE, text=True) as first:
        while not go_calls.exists():
            pass
        second = subprocess.run(INSTALL_ETCD, capture_output=True, text=True)
    assert (first.returncode, second.returncode) == (0, 0)
    assert f"etcd 3.6.16: process {first.pid} is installing it; waiting" in second.stderr
    assert len(go_calls.read_text().splitlines()) == 1
    assert (cache / "etcd-3.6.16" / "bin" / "etcd").exists()


def test_pulumi_is_built_where_the_official_installer_cannot_be_reached(
    cache: Path, go_calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in PROGRAMS["pulumi"].data[0].paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("#!/bin/sh\n")
    monkeypatch.setenv("FAKE_GO_MODULE", str(tmp_path))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    install(["pulumi"])
    assert "pulumi/pkg/v3/cmd/pulumi" in go_calls.read_text()
    assert [file.name for file in cache.glob(".pulumi-official-*")] == []
