"""Builds one program from the Go modules that its go.sum pins; moves it into place when it is complete."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from localcloud.progress import step
from localcloud.toolchain.cache import directory, root
from localcloud.toolchain.errors import ToolchainError
from localcloud.toolchain.programs import DataFiles, Program

MODULES = Path(__file__).with_name("modules")


def build(program: Program, go: Path) -> None:
    """Leaves bin/, libexec/ and share/ of the program in the cache; a build that was interrupted goes on."""
    home = directory(program.name, program.version)
    binary = home / "bin" / program.name
    binary.parent.mkdir(parents=True, exist_ok=True)
    for leftover in binary.parent.glob(f".{program.name}-*"):
        leftover.unlink()
    temporary = binary.with_name(f".{program.name}-{os.getpid()}")
    variables = " ".join(f"-X {variable}" for variable in program.variables)
    with step(str(program), "building from its Go module", "built"):
        _go(
            go, program, "build", "-mod=readonly", "-trimpath", "-buildvcs=false",
            "-ldflags", f"-s -w {variables}".strip(), "-o", str(temporary), program.package,
        )  # fmt: skip
        for data in program.data:
            _copy(data, home, go, program)
        temporary.rename(binary)


def _copy(data: DataFiles, home: Path, go: Path, program: Program) -> None:
    module = Path(_go(go, program, "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", data.module).strip())
    target = home / data.into
    target.mkdir(parents=True, exist_ok=True)
    for path in data.paths:
        copy = target / Path(path).name
        copy.unlink(missing_ok=True)
        shutil.copyfile(module / path, copy)  # the module cache is read-only, the copy is not
        copy.chmod(0o755 if (module / path).read_bytes()[:2] == b"#!" else 0o644)


def _go(go: Path, program: Program, *arguments: str) -> str:
    """Runs go in the program's module and returns what it printed; ToolchainError in go's own words."""
    log = root() / "log" / f"{program.name}-{program.version}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w+") as words,
        subprocess.Popen(
            [str(go), *arguments],
            cwd=MODULES / program.module,
            # Neither a workspace around the checkout nor a toolchain that Go would fetch.
            env={**os.environ, "GOWORK": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            start_new_session=True,  # so that an interruption can end go and its compilers together
        ) as process,
    ):
        try:
            printed, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise
        if process.returncode:
            words.seek(0)
            raise ToolchainError(_failed(program, words.read(), log))
    return printed


def _failed(program: Program, words: str, log: Path) -> str:
    said = [line for line in words.splitlines() if line and not line.startswith("go: downloading")]
    return (
        f"{program} could not be built: {' / '.join(said[-3:]) or 'go gave no reason'}. Go's modules must be "
        f"reachable (`go env GOPROXY` says from where); everything go said is in {log}. Run `make toolchain` "
        "again to go on where this stopped"
    )
