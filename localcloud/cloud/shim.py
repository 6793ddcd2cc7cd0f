"""`pulumi` as it is first on PATH of a cloud: the real one, kept from writing salt into tracked files."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from localcloud.cloud import stacks
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError
from localcloud.cloud.ready import make_ready
from localcloud.toolchain.errors import ToolchainError
from localcloud.toolchain.programs import executable

# The commands that read a stack's settings and complete them in the file if the salt is not there.
WITH_SETTINGS = frozenset(
    ("up", "update", "preview", "pre", "refresh", "destroy", "down", "dn", "import", "watch")
)
_GLOBAL_WITH_VALUE = frozenset(
    (
        "-C",
        "--cwd",
        "--color",
        "-v",
        "--verbose",
        "--tracing",
        "--profiling",
        "--memprofilerate",
        "--otel-traces",
    )
)


def main() -> None:
    """Becomes the real pulumi; exits with one sentence when something is wrong before that."""
    os.umask(0o077)
    cloud = Cloud(Path(os.environ["SOFTFACTORY_CLOUD_DIR"]))
    try:
        arguments = with_settings(cloud, sys.argv[1:], Path.cwd())
        command = [str(executable("pulumi")), *arguments]
    except (CloudError, ToolchainError) as error:
        sys.exit(f"error: {error}")
    os.execv(command[0], command)


def with_settings(cloud: Cloud, arguments: Sequence[str], here: Path) -> list[str]:
    """The arguments with `--config-file` where the command needs one, and the cloud ready for it."""
    command, folder = _parse(arguments, here)
    if command not in WITH_SETTINGS or "--help" in arguments:
        return list(arguments)
    project = next((one for one in (folder, *folder.parents) if (one / "Pulumi.yaml").exists()), None)
    if project is None:
        return list(arguments)
    cloud = Cloud(cloud.directory, project)
    make_ready(cloud)
    stack = _stack(cloud, arguments, folder)
    given = _value(arguments, "--config-file")
    file = stacks.config_file(cloud, stack, folder / given if given else project / f"Pulumi.{stack}.yaml")
    # The last one counts.
    return [*arguments, "--config-file", str(file)] if file else list(arguments)


def _parse(arguments: Sequence[str], here: Path) -> tuple[str, Path]:
    """The command, and the directory in which it is to work."""
    folder, rest = here, iter(arguments)
    for argument in rest:
        if argument in ("-C", "--cwd"):
            folder = here / next(rest, "")
        elif argument.startswith("--cwd="):
            folder = here / argument.removeprefix("--cwd=")
        elif argument in _GLOBAL_WITH_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument, folder
    return "", folder


def _stack(cloud: Cloud, arguments: Sequence[str], folder: Path) -> str:
    """The stack's bare name: as given, as the environment says, or as selected."""
    given = _value(arguments, "-s") or _value(arguments, "--stack") or os.environ.get("PULUMI_STACK")
    if not given:
        selected = subprocess.run(
            [str(executable("pulumi")), "--non-interactive", "stack", "--show-name"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        given = selected.stdout.strip()
    if not given:
        raise CloudError(f"name the stack: --stack {'|'.join(stacks.names(cloud.project))}")
    return given.rpartition("/")[2]


def _value(arguments: Sequence[str], flag: str) -> str | None:
    """The value of `--flag value`, `--flag=value` or, for a letter, `-fvalue`; the last one counts."""
    found = None
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == flag:
            found = next(iter(arguments[number + 1 :]), None)
        elif argument.startswith(f"{flag}="):
            found = argument.removeprefix(f"{flag}=")
        elif len(flag) == 2 and argument.startswith(flag):
            found = argument.removeprefix(flag)
    return found


if __name__ == "__main__":
    main()
