"""What an interpreter has installed: distributions, and Pulumi packages that need a provider plugin."""

import json
import subprocess
from dataclasses import dataclass

from localcloud.engine.language_host_interpreter import Interpreter

# Run by the program's own Python, which may be another version than ours and have no package of ours.
_DISTRIBUTIONS = """
import importlib.metadata, json, re
found = []
for distribution in importlib.metadata.distributions():
    lines = [line for line in distribution.requires or () if "extra ==" not in line]
    required = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in lines]
    found.append([distribution.metadata["Name"], distribution.version, required])
print(json.dumps(found))
"""
_PLUGINS = """
import json, pathlib, sys
files = [file for folder in sys.path for file in pathlib.Path(folder).glob("*/pulumi-plugin.json")]
found = [json.loads(file.read_text()) for file in files]
plugins = [plugin for plugin in found if plugin.get("resource")]
print(json.dumps([[plugin["name"], plugin.get("version", ""), []] for plugin in plugins]))
"""


@dataclass(frozen=True)
class Package:
    """A name and a version, as the installed metadata gives them."""

    name: str
    version: str


def dependencies(interpreter: Interpreter, transitive: bool) -> list[Package]:
    """The installed distributions; without the transitive ones, only those that no other one requires."""
    found = _ask(interpreter, _DISTRIBUTIONS)
    required = {_normal(name) for _, _, names in found for name in names}
    packages = {
        Package(name, version) for name, version, _ in found if transitive or _normal(name) not in required
    }
    return sorted(packages, key=lambda package: package.name.lower())


def plugins(interpreter: Interpreter) -> list[Package]:
    """The provider plugins that the installed Pulumi packages name."""
    found = {Package(name, version) for name, version, _ in _ask(interpreter, _PLUGINS)}
    return sorted(found, key=lambda package: package.name)


def _ask(interpreter: Interpreter, question: str) -> list[tuple[str, str, list[str]]]:
    answer = subprocess.run(
        [interpreter.executable, "-I", "-c", question],
        env=interpreter.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    found: list[tuple[str, str, list[str]]] = json.loads(answer.stdout)
    return found


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
