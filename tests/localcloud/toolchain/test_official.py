import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from localcloud.toolchain import official
from localcloud.toolchain.programs import executable


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real executable called pulumi, first on PATH; it answers nothing sensible."""
    binary = tmp_path / "opt" / "bin" / "pulumi"
    binary.parent.mkdir(parents=True)
    shutil.copy(shutil.which("true") or "/bin/true", binary)
    monkeypatch.setenv("PATH", f"{binary.parent}:/usr/bin:/bin")
    return binary


def answer(monkeypatch: pytest.MonkeyPatch, version: str) -> list[str]:
    asked: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command[0])
        return subprocess.CompletedProcess(command, 0, stdout=f"{version}\n", stderr="")

    monkeypatch.setattr(subprocess, "run", run)
    return asked


def test_pulumi_on_path_in_the_pinned_version_is_used_in_place(
    pulumi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "v3.259.0")
    assert executable("pulumi") == pulumi


@pytest.mark.usefixtures("pulumi")
def test_another_version_on_path_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "v3.258.0")
    assert official.on_path("3.259.0") is None


def test_the_version_is_asked_once_per_file(pulumi: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, "v3.259.0")
    assert {official.on_path("3.259.0") for _ in range(3)} == {pulumi}
    assert asked == [str(pulumi)]
    pulumi.write_bytes(pulumi.read_bytes() + b" ")
    official.on_path("3.259.0")
    assert len(asked) == 2


def test_a_script_that_wraps_pulumi_is_not_used(pulumi: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, "v3.259.0")
    pulumi.write_text("#!/bin/sh\n")
    assert official.on_path("3.259.0") is None
    assert asked == []


def test_what_a_cloud_puts_first_on_path_is_passed_over(
    pulumi: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = tmp_path / "cloud" / "bin" / "pulumi"
    shim.parent.mkdir(parents=True)
    shutil.copy(pulumi, shim)
    (tmp_path / "cloud" / "cloud.json").touch()
    monkeypatch.setenv("PATH", f"{shim.parent}:{pulumi.parent}:/usr/bin:/bin")
    answer(monkeypatch, "v3.259.0")
    assert official.on_path("3.259.0") == pulumi


def test_an_installer_that_does_not_answer_is_given_up(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    official._run_installer.cache_clear()
    monkeypatch.setattr(official, "REACH_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert official.install("3.259.0") is None
    assert list(cache.iterdir()) == []


# Put before the installer's program: the script that it would download makes a pulumi, slower than one may be
# slow to reach.
DOWNLOADED = r"""
from pulumi.automation import _cmd
SCRIPT = '''#!/bin/sh
sleep 0.8; mkdir "$3/bin"; cd "$3/bin"
printf "#!/bin/sh\\necho v$5\\n" > pulumi; chmod +x pulumi
'''
_cmd._download_to_file = lambda address, path: open(path, "w").write(SCRIPT)
"""


def test_an_installer_that_is_reached_may_take_its_time(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "REACH_SECONDS", 0.5)
    monkeypatch.setattr(official, "_INSTALL", DOWNLOADED + official._INSTALL)
    installed = official.install("3.259.0")
    assert installed == cache / "pulumi-3.259.0" / "bin" / "pulumi"
    assert installed.read_text() == "#!/bin/sh\necho v3.259.0\n"
