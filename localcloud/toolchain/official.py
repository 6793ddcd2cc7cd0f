"""The official Pulumi CLI: the one on PATH in the pinned version, else the one its own installer brings."""

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from localcloud.progress import step
from localcloud.toolchain.cache import directory, root

REACH_SECONDS = 4.0  # to fetch the installer's script; the download that follows may take as long as it needs

# Runs in a process of its own, so that it can be ended. The audit hook tells when the script is there.
_INSTALL = """
import socket, sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo

def reached(event, arguments):
    if event == "subprocess.Popen" and "--install-root" in arguments[1]:
        print("reached", flush=True)

socket.setdefaulttimeout(float(sys.argv[3]))
print("started", flush=True)
sys.addaudithook(reached)
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


def on_path(version: str) -> Path | None:
    """`pulumi` on PATH if it has exactly this version; a script that wraps one does not count."""
    for folder in os.get_exec_path():
        candidate = Path(folder) / "pulumi"
        if (Path(folder).parent / "cloud.json").exists() or not os.access(candidate, os.X_OK):
            continue
        resolved = candidate.resolve()
        with resolved.open("rb") as file:
            wrapper = file.read(2) == b"#!"
        return resolved if not wrapper and _version(resolved) == version else None
    return None


def install(version: str) -> Path | None:
    """Installs the official CLI into the cache; None where its installer cannot be reached."""
    home = directory("pulumi", version)
    temporary = Path(tempfile.mkdtemp(dir=root(), prefix=".pulumi-official-"))
    try:
        if not _run_installer(temporary, version):
            return None
        temporary.chmod(0o755)
        shutil.rmtree(home, ignore_errors=True)
        temporary.rename(home)
        return home / "bin" / "pulumi"
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@functools.cache  # a refusal is an answer: it is not asked for twice in a run
def _run_installer(target: Path, version: str) -> bool:
    with subprocess.Popen(
        [sys.executable, "-c", _INSTALL, str(target), version, str(REACH_SECONDS)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as installer:
        impatience = threading.Timer(REACH_SECONDS, os.killpg, (installer.pid, signal.SIGKILL))
        try:
            words = iter(installer.stdout or ())
            started = next(words, None)
            impatience.start()
            reached = next(words, None)
            impatience.cancel()
            if not (started and reached):
                return False
            with step(f"pulumi {version}", "downloading the official release", "tried"):
                return installer.wait() == 0
        except BaseException:
            os.killpg(installer.pid, signal.SIGKILL)
            raise
        finally:
            impatience.cancel()


def _version(command: Path) -> str:
    """What `pulumi version` answers, asked once per file: it is kept with the file's size and time."""
    status = command.stat()
    key = [str(command), status.st_size, status.st_mtime_ns]
    memory = root() / "pulumi-on-path.json"
    try:
        known = json.loads(memory.read_text())
        if known["key"] == key:
            return str(known["version"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing remembered, or not readable: ask
    answer = subprocess.run(
        [str(command), "version"],
        env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
        capture_output=True,
        text=True,
    )
    found = re.search(r"v?(\d+\.\d+\.\d+\S*)", answer.stdout)
    version = found.group(1) if found else ""
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps({"key": key, "version": version}))
    return version
