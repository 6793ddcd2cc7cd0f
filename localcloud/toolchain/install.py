"""Installs the programs that are missing, one after the other: each build uses every core by itself."""

import functools
from collections.abc import Iterable

from localcloud.lock import locked
from localcloud.progress import say
from localcloud.toolchain import official
from localcloud.toolchain.build import build
from localcloud.toolchain.cache import root
from localcloud.toolchain.go import go
from localcloud.toolchain.programs import PROGRAMS, Program, find


def install(names: Iterable[str] = tuple(PROGRAMS)) -> list[str]:
    """Makes the named programs present and returns those that were not; two runs at once share the work."""
    missing = [name for name in names if find(name) is None]
    for name in missing:
        program = PROGRAMS[name]
        with locked(root() / "locks" / name, functools.partial(_waiting, program)):
            if find(name) is None:
                _install(program)
    return missing


def _install(program: Program) -> None:
    if program.name == "pulumi" and official.install(program.version):
        return
    build(program, go())


def _waiting(program: Program, pid: str) -> None:
    say(f"{program}: process {pid} is installing it; waiting")
