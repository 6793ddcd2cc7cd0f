"""`pulumi install`: the virtual environment that Pulumi.yaml names, with the project's requirements in it."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from localcloud.engine.language_host_children import Children, Command, WhenAbandoned
from localcloud.engine.language_host_interpreter import OptionError, interpreter

REQUIREMENTS = "requirements.txt"


def install(
    directory: Path, options: Mapping[str, Any], children: Children, when_abandoned: WhenAbandoned
) -> Iterator[bytes]:
    """Yields what pip says; a project without requirements.txt manages its environment itself."""
    if not (directory / REQUIREMENTS).exists():
        yield f"{directory} has no {REQUIREMENTS}: nothing to install\n".encode()
        return
    virtualenv = options.get("virtualenv")
    if virtualenv and not (directory / str(virtualenv)).exists():
        create = [sys.executable, "-m", "venv", str(virtualenv)]
        yield from _lines(Command(create, directory, os.environ), children, when_abandoned)
    python = interpreter(directory, options)
    pip = [str(python.executable), "-m", "pip", "install", "-r", REQUIREMENTS]
    yield from _lines(Command(pip, directory, python.environment), children, when_abandoned)


def _lines(command: Command, children: Children, when_abandoned: WhenAbandoned) -> Iterator[bytes]:
    for said in children.stream(command, when_abandoned):
        if isinstance(said, tuple):
            yield said[1]
        elif said:
            raise OptionError(f"`{' '.join(command.arguments)}` ended with code {said}")
