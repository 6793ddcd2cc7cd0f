"""Runs the image as Kubernetes does: read-only root, no capabilities, no new privileges."""

import subprocess
from collections.abc import Mapping, Sequence

from app.backing.process import program

# runc, as crun needs cgroups that a container may not have; the limits are what a container can grant.
PODMAN = ("--runtime", "runc", "--cgroup-manager", "cgroupfs")
LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024")
HARDENED = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges")  # noqa: S108  inside the container


def command(
    image: str, arguments: Sequence[str], *, variables: Mapping[str, str] | None = None,
    volumes: Sequence[str] = (), entrypoint: str | None = None,
) -> list[str]:  # fmt: skip
    """What starts a container on the host's network; `variables` are taken from the caller's environment."""
    options = [*HARDENED, *LIMITS, "--network", "host", "--rm", "--pull", "never"]
    for name in variables or ():
        # The name alone: a value in the command would show in every list of processes.
        options += ["--env", name]
    for volume in volumes:
        options += ["--volume", volume]
    if entrypoint:
        options += ["--entrypoint", entrypoint]
    return [program("podman"), *PODMAN, "run", *options, image, *arguments]


def output_of(image: str, *arguments: str) -> str:
    """What a program of the image prints."""
    line = command(image, arguments[1:], entrypoint=arguments[0])
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout
