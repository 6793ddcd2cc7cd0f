"""Installs the Debian packages of the programs that the backing services run, where they are missing."""

import os
import shutil
import subprocess
import sys

from app.backing.process import PACKAGES, MissingProgram, program

# The browser is for the tests of the site.
_BROWSER = {"chromium": "chromium"}


def missing() -> list[str]:
    """The packages of programs that are not there, each once."""
    found = {package for name, package in {**PACKAGES, **_BROWSER}.items() if not _is_there(name)}
    return sorted(found)


def install(packages: list[str]) -> None:
    """By apt as root; otherwise MissingProgram with the command for somebody who may."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise MissingProgram(f"{', '.join(packages)} not installed; run as root: {' '.join(command)}")
    # Without this the services would be started as they are installed.
    environment = {**os.environ, "RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], command):
        subprocess.run(step, env=environment, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Quick, and silent, if everything is there."""
    packages = missing()
    if packages:
        print(f"Debian packages: installing {', '.join(packages)} …", file=sys.stderr)
        try:
            install(packages)
        except MissingProgram as error:
            sys.exit(str(error))


def _is_there(name: str) -> bool:
    try:
        return bool(program(name))
    except MissingProgram:
        return False


if __name__ == "__main__":
    main()
