"""The real Pulumi CLI on one cloud."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from localcloud.cloud.attached import attached
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError
from localcloud.toolchain.programs import executable


def output(cloud: Cloud, *arguments: str, cwd: Path | None = None) -> str:
    """What a command prints; CloudError with its own words if it fails."""
    done = subprocess.run(
        [str(executable("pulumi")), "--non-interactive", *arguments],
        cwd=cwd or cloud.project,
        env=cloud.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CloudError(f"`pulumi {' '.join(arguments)}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def stream(cloud: Cloud, arguments: Sequence[str]) -> int:
    """Runs a command on our own terminal and returns its exit code; after Ctrl-C the CLI cancels in order."""
    return attached([str(executable("pulumi")), *arguments], cloud.project, cloud.environment())
