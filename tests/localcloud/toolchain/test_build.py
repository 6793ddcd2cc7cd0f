import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from localcloud.toolchain.build import MODULES, build
from localcloud.toolchain.go import go
from localcloud.toolchain.programs import PROGRAMS, ToolchainError

ETCD = PROGRAMS["etcd"]


def test_a_program_is_built_from_its_own_module_as_its_go_sum_pins_it(cache: Path, go_calls: Path) -> None:
    build(PROGRAMS["kube-scheduler"], go())
    call = go_calls.read_text()
    assert call.startswith(
        f"{MODULES / 'kubernetes'} build -mod=readonly -trimpath -buildvcs=false -ldflags "
    )
    assert "-X k8s.io/component-base/version.gitVersion=v1.36.3" in call
    assert call.strip().endswith("k8s.io/kubernetes/cmd/kube-scheduler")
    assert (cache / "kube-scheduler-1.36.3" / "bin" / "kube-scheduler").read_text() == "built"


@pytest.mark.usefixtures("go_calls")
def test_data_files_come_from_the_module_and_are_writable(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [data] = PROGRAMS["pulumi"].data
    for path in data.paths:
        source = tmp_path / "module" / path
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("#!/bin/sh\n")
        source.chmod(0o444)
    monkeypatch.setenv("FAKE_GO_MODULE", str(tmp_path / "module"))
    build(PROGRAMS["pulumi"], go())
    copies = list((cache / "pulumi-3.259.0" / "libexec").iterdir())
    assert {copy.name for copy in copies} == {"pulumi-language-python-exec", "pulumi-resource-pulumi-python"}
    assert {copy.stat().st_mode & 0o777 for copy in copies} == {0o755}


@pytest.mark.usefixtures("go_calls")
def test_a_failed_build_is_reported_in_the_words_of_go_and_leaves_no_program(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_GO_FAILS", "dial tcp: lookup proxy.invalid: no such host")
    with pytest.raises(ToolchainError) as raised:
        build(ETCD, go())
    assert "etcd 3.6.16 could not be built: dial tcp: lookup proxy.invalid: no such host." in str(
        raised.value
    )
    assert "downloading" not in str(raised.value)
    assert list((cache / "etcd-3.6.16" / "bin").iterdir()) == []


@pytest.mark.usefixtures("go_calls")
def test_what_a_killed_build_left_behind_is_removed(cache: Path) -> None:
    half = cache / "etcd-3.6.16" / "bin" / ".etcd-123"
    half.parent.mkdir(parents=True)
    half.write_text("half of a program")
    build(ETCD, go())
    assert [file.name for file in half.parent.iterdir()] == ["etcd"]


def test_an_interrupted_build_ends_its_compilers_and_leaves_no_program(
    cache: Path, go_calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_GO_SECONDS", "60")
    child = go_calls.with_name("calls.child")
    with subprocess.Popen([sys.executable, "-m", "localcloud.toolchain"], stderr=subprocess.PIPE) as run:
        while not child.exists() or not child.read_text().strip():
            os.sched_yield()
        compiler = psutil.Process(int(child.read_text()))
        run.send_signal(signal.SIGTERM)
        assert run.stderr is not None
        words = run.stderr.read().decode()
    assert run.returncode == 130
    assert "interrupted; `make toolchain` goes on where this stopped" in words
    assert "Traceback" not in words
    compiler.wait(timeout=60)
    assert not (cache / "etcd-3.6.16" / "bin" / "etcd").exists()
