"""Installs the Debian packages of the programs that the services, the image and some tests need."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from app.backing.phase import Phase
from app.backing.process import PACKAGES, MissingProgram, program

# The browser is for the tests of the site; the rest builds the image and runs it.
_MORE = ("chromium", "buildah", "podman", "debootstrap", "runc")
# For the tests of what watches the platform.
_WATCHING = {
    "prometheus": "prometheus", "promtool": "prometheus",
    "amtool": "prometheus-alertmanager", "prometheus-alertmanager": "prometheus-alertmanager",
}  # fmt: skip
ALL = {**PACKAGES, **{name: name for name in _MORE}, **_WATCHING}


def programs(phase: Phase) -> list[str]:
    """What the services of a phase run."""
    found = ["setpriv", "initdb", "postgres", "pg_basebackup", "redis-server"]
    found += ["rabbitmq-server", "epmd"] if phase.broker else []
    return found + (["java", "javac", "mvn"] if phase.search else [])


def missing(programs: Iterable[str]) -> list[str]:
    """The packages of those programs that are not there, each once."""
    return sorted({ALL[name] for name in programs if not _is_there(name)})


def install(packages: list[str]) -> None:
    """By apt as root; otherwise MissingProgram with the command for somebody who may."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise MissingProgram(f"{', '.join(packages)} not installed; run as root: {' '.join(command)}")
    # Without this the services would be started as they are installed.
    environment = {**os.environ, "RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive"}
    # Somebody else may be installing.
    patient = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    for step in (["update", "-qq"], command[1:]):
        done = subprocess.run([*patient, *step], env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise MissingProgram(f"{' '.join(command)} failed:\n{done.stderr.strip()[-2000:]}")


def install_missing(programs: Iterable[str]) -> None:
    """Quick, and silent, if everything is there."""
    packages = missing(programs)
    if packages:
        print(f"Debian packages: installing {', '.join(packages)} …", file=sys.stderr)
        install(packages)


def main() -> None:
    try:
        install_missing(ALL)
    except MissingProgram as error:
        sys.exit(str(error))


def _is_there(name: str) -> bool:
    try:
        return bool(program(name))
    except MissingProgram:
        return False


if __name__ == "__main__":
    main()
