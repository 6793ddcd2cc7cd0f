"""`up`, `preview` and `destroy` of a stack on a cloud, and other programs that work on its stacks."""

import sys
import time
from collections.abc import Sequence

from localcloud.cloud import locks, pending, pulumi, stacks, state, summary
from localcloud.cloud.attached import attached
from localcloud.cloud.cloud import CHECKOUT, Cloud
from localcloud.cloud.preparation import prepare
from localcloud.cloud.ready import make_ready
from localcloud.progress import elapsed, say


def up(cloud: Cloud, stack: str, preparation: str = "") -> int:
    """Deploys the stack, after mending what a killed update left; the exit code of Pulumi."""
    started = time.monotonic()
    _begin(cloud, stack)
    prepare(cloud, preparation)
    pulumi.output(cloud, "stack", "select", stack)
    refresh = ["--refresh"] if _lost(cloud, stack) else []
    # The summary shows the outputs, without documents among them.
    flags = ["--yes", "--skip-preview", "--suppress-outputs", *refresh]
    code = pulumi.stream(cloud, ["up", *flags, *stacks.arguments(cloud, stack)])
    if code:
        took = elapsed(time.monotonic() - started)
        say(f"stack {stack} is not complete after {took}; `make up` goes on from here")
        return code
    summary.show(cloud, stack, time.monotonic() - started)
    return 0


def preview(cloud: Cloud, stack: str, preparation: str = "") -> int:
    """Shows what `up` would do; the exit code of Pulumi."""
    _begin(cloud, stack)
    prepare(cloud, preparation)
    return pulumi.stream(cloud, ["preview", *stacks.arguments(cloud, stack)])


def destroy(cloud: Cloud, stack: str) -> int:
    """Gives up everything that the stack has made; the cloud stays, empty."""
    _begin(cloud, stack)
    command = [sys.executable, "-m", "ops.destroy", "--stack", stack]
    return attached(command, CHECKOUT, cloud.environment())


def run(cloud: Cloud, names: Sequence[str], command: Sequence[str]) -> int:
    """Runs a program that works on these stacks, after mending what a killed update left; its exit code."""
    for stack in names:
        _begin(cloud, stack)
    return attached(command, cloud.project, cloud.environment())


def _begin(cloud: Cloud, stack: str) -> None:
    stacks.check(cloud, stack)
    make_ready(cloud)
    locks.release_stale(cloud)
    pending.settle(cloud, stack)


def _lost(cloud: Cloud, stack: str) -> bool:
    """Whether the AWS side has no state at all though the stack has resources: somebody removed it."""
    kept = cloud.directory / "aws"
    custom = [one for one in state.read(cloud, stack).resources if one.get("custom")]
    lost = bool(custom) and not (kept.is_dir() and any(file.stat().st_size for file in kept.iterdir()))
    if lost:
        say(f"cloud {cloud.name}: its AWS has lost its state; what is not there any more is built again")
    return lost
