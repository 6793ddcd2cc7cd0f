"""Which Python runs a program: the `virtualenv`, `toolchain` and `typechecker` options of Pulumi.yaml."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

# What each toolchain means when no virtual environment is named; None is the interpreter of this process.
TOOLCHAINS: Mapping[str, str | None] = {"pip": None, "uv": ".venv"}
TYPECHECKERS: Mapping[str, tuple[str, ...]] = {"none": (), "mypy": ("mypy",), "pyright": ("pyright",)}


class OptionError(Exception):
    """An option of Pulumi.yaml that cannot be honoured, in words for the user."""


@dataclass(frozen=True)
class Interpreter:
    """A Python executable and the environment in which to start it."""

    executable: Path
    environment: Mapping[str, str]
    typecheck: tuple[str, ...] = ()

    def version(self) -> str:
        """As `python --version` gives it, without the name."""
        answer = subprocess.run([self.executable, "--version"], env=self.environment, capture_output=True)
        return answer.stdout.decode().strip().removeprefix("Python ")


def interpreter(root: Path, options: Mapping[str, Any]) -> Interpreter:
    """The Python for a program (or policy pack) whose project file lies in `root`.

    `virtualenv` is relative to `root`; without it the toolchain decides, and for pip that is our own Python.
    """
    toolchain = _allowed("toolchain", str(options.get("toolchain") or "pip"), TOOLCHAINS)
    typecheck = _allowed("typechecker", str(options.get("typechecker") or "none"), TYPECHECKERS)
    virtualenv = options.get("virtualenv") or toolchain
    if not virtualenv:
        return Interpreter(Path(sys.executable), dict(os.environ), typecheck)
    home = root / str(virtualenv)
    executable = home / "bin" / "python"
    if not executable.exists():
        raise OptionError(
            f"the project in {root} asks for the virtual environment {home}, which has no bin/python; create "
            f"it with `python3 -m venv {home}` and install the project's requirements, or take the runtime "
            "option virtualenv out of the project to use the Python that runs the embedded cloud"
        )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    environment["VIRTUAL_ENV"] = str(home)
    environment["PATH"] = f"{home / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return Interpreter(executable, environment, typecheck)


def _allowed(option: str, value: str, table: Mapping[str, T]) -> T:
    if value not in table:
        raise OptionError(
            f"the project sets the runtime option {option} to {value!r}, unknown to this language host; "
            f"it knows {', '.join(table)} (the official installation of Pulumi more)"
        )
    return table[value]
