"""`python -m localcloud`: embedded clouds from the command line; the Makefile has a target for each."""

import os
import shlex
import sys
from typing import Annotated

import typer

from localcloud.cloud import overview, ready, siblings, snapshots, update
from localcloud.cloud.cloud import Cloud, foreign
from localcloud.cloud.errors import CloudError
from localcloud.cloud.preparation import prepare as run_preparation
from localcloud.kubernetes.errors import KubernetesError
from localcloud.progress import say
from localcloud.toolchain.errors import ToolchainError
from localcloud.toolchain.install import install

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Stack = Annotated[str, typer.Argument(help="Name of the stack, which is the name of a phase.")]
Name = Annotated[str, typer.Option("--cloud", help="Name of the cloud; by default the stack's.")]
Preparation = Annotated[
    str, typer.Option("--prepare", help="Command that makes on the cloud what the program expects to find.")
]
Existing = Annotated[str, typer.Argument(help="Name of a cloud.")]
Snapshot = Annotated[str, typer.Argument(help="Name of a snapshot.")]


@app.command()
def up(stack: Stack, cloud: Name = "", prepare: Preparation = "") -> None:
    """Deploy the stack on its embedded cloud, which is made if there is none."""
    raise typer.Exit(update.up(_cloud(cloud or stack), stack, prepare))


@app.command()
def preview(stack: Stack, cloud: Name = "", prepare: Preparation = "") -> None:
    """Show what `up` would do."""
    raise typer.Exit(update.preview(_cloud(cloud or stack), stack, prepare))


@app.command()
def destroy(stack: Stack, cloud: Name = "") -> None:
    """Delete everything that the stack has made; the cloud stays."""
    raise typer.Exit(update.destroy(_existing(cloud or stack), stack))


@app.command(context_settings={"ignore_unknown_options": True})
def run(
    cloud: Existing,
    command: Annotated[list[str], typer.Argument(help="The program and its arguments, after `--`.")],
    stack: Annotated[list[str], typer.Option(help="A stack that the program works on; may be repeated.")],
) -> None:
    """Run a program on the cloud, as it would be after `eval "$(make -s env …)"`, with its stacks mended."""
    raise typer.Exit(update.run(_existing(cloud), stack, command))


@app.command()
def env(cloud: Existing, prepare: Preparation = "") -> None:
    """Print the variables with which any program works on the cloud, for a shell's eval."""
    found = _cloud(cloud)
    new = not found.exists
    ready.make_ready(found)
    if new:
        run_preparation(found, prepare)
    print(f"unset {' '.join(sorted(foreign()))}")
    for name, value in found.variables().items():
        print(f"export {name}={shlex.quote(value)}")


@app.command()
def down() -> None:
    """Stop every embedded cloud of this checkout; all of them stay on disk."""
    for cloud in siblings.clouds(siblings.root()):
        with ready.alone(cloud):
            say(f"cloud {cloud.name}: {'stopped' if ready.stop(cloud) else 'did not run'}")


@app.command()
def status() -> None:
    """List the embedded clouds of this checkout."""
    overview.show(siblings.clouds(siblings.root()))


@app.command()
def snapshot(cloud: Existing, name: Snapshot = "last") -> None:
    """Keep the cloud as it is now, under a name."""
    snapshots.take(siblings.existing(cloud), name)


@app.command()
def restore(cloud: Existing, name: Snapshot = "last") -> None:
    """Make the cloud what it was when the snapshot was taken."""
    snapshots.restore(_existing(cloud), name)


@app.command()
def copy(
    cloud: Existing,
    to: Annotated[str, typer.Argument(help="Name of the cloud to make.")],
    snapshot: Annotated[str, typer.Option(help="Start from this snapshot, not from now.")] = "",
) -> None:
    """Make another cloud that goes on from here, with ports and keys of its own."""
    source, target = siblings.existing(cloud), _cloud(to)
    if snapshot:
        snapshots.fork(snapshots.find(source, snapshot), target)
    else:
        snapshots.copy(source, target)
    ready.make_ready(target)


@app.command()
def remove(cloud: Existing) -> None:
    """Stop the cloud and delete it, with all its stacks."""
    snapshots.remove(siblings.existing(cloud))


def _cloud(name: str) -> Cloud:
    """The cloud of that name, with the programs that it needs installed."""
    install()
    return siblings.cloud(name)


def _existing(name: str) -> Cloud:
    """The same for a command that makes no cloud; CloudError if there is none of that name."""
    found = siblings.existing(name)
    install()
    return found


def main() -> None:
    """Errors that a person can act on are one line; anything else is a fault of ours, with its traceback."""
    os.umask(0o077)
    try:
        app()
    except (CloudError, KubernetesError, ToolchainError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
