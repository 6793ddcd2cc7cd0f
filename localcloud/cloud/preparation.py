"""What a project wants to find in a cloud before its own resources: a command of the project makes it."""

import shlex
import subprocess
import sys

from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError


def prepare(cloud: Cloud, command: str) -> None:
    """Runs the command, if there is one, in the project and on the cloud. CloudError if it fails.

    It says what it says on standard error: standard output belongs to the command line that called.
    """
    if not command:
        return
    done = subprocess.run(
        shlex.split(command),
        cwd=cloud.project,
        env=cloud.environment(),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    if done.returncode:
        raise CloudError(f"cloud {cloud.name}: `{command}`, which prepares it, ended with {done.returncode}")
