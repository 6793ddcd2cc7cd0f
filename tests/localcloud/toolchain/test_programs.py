import re
from pathlib import Path

import pytest

from localcloud.toolchain.build import MODULES
from localcloud.toolchain.programs import PROGRAMS, Program, ToolchainError, executable


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=str)
def test_the_module_of_a_program_pins_its_version_and_builds_its_package(program: Program) -> None:
    module = (MODULES / program.module / "go.mod").read_text()
    pinned = [
        version
        for path, version in re.findall(
            r"^(?:require)?\s+(\S+) v(\S+?)(?: // indirect)?$", module, re.MULTILINE
        )
        if program.package == path or program.package.startswith(f"{path}/")
    ]
    assert program.version in pinned
    assert re.search(rf"^(?:tool)?\s+{re.escape(program.package)}$", module, re.MULTILINE)
    assert (MODULES / program.module / "go.sum").read_text().count("h1:") > 100


def test_every_staging_module_of_kubernetes_has_the_release_of_kubernetes() -> None:
    module = (MODULES / "kubernetes" / "go.mod").read_text()
    replaced = re.findall(r"^\s(k8s\.io/\S+) => (\S+) (\S+)$", module, re.MULTILINE)
    release = PROGRAMS["kube-apiserver"].version.replace("1.", "v0.", 1)
    assert len(replaced) == 33
    assert {(path, version) for _, path, version in replaced} == {(path, release) for path, *_ in replaced}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=str)
def test_the_version_that_a_program_reports_is_the_pinned_one(program: Program) -> None:
    reported = {
        variable.split("=")[1] for variable in program.variables if variable.endswith(program.version)
    }
    assert reported == ({f"v{program.version}"} if program.variables else set())


def test_an_installed_program_is_found_in_the_cache(cache: Path) -> None:
    binary = cache / "etcd-3.6.16" / "bin" / "etcd"
    binary.parent.mkdir(parents=True)
    binary.touch(mode=0o755)
    assert executable("etcd") == binary


def test_an_absent_program_is_refused_with_the_command_that_installs_it() -> None:
    with pytest.raises(ToolchainError, match=r"etcd 3\.6\.16 is not installed; run `make toolchain`"):
        executable("etcd")


def test_an_unknown_program_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ToolchainError, match="no program 'docker'; it has etcd, kube-apiserver"):
        executable("docker")
