"""The stacks of a cloud: one per stack file of the project, and the salt that the project must not get."""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from localcloud.cloud import pulumi
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError

# How a stack's secrets are encrypted: in a cloud by its own passphrase, whatever the tracked file says.
_ENCRYPTION = re.compile(r"^(encryptionsalt|secretsprovider|encryptedkey):.*\n?", re.MULTILINE)


def project(folder: Path) -> dict[str, Any]:
    """Pulumi.yaml as it is."""
    try:
        document: dict[str, Any] = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    except FileNotFoundError:
        raise CloudError(
            f"there is no Pulumi.yaml in {folder}: run this from the project's checkout"
        ) from None
    return document


def region(folder: Path, default: str = "us-east-1") -> str:
    """The region that the project is installed in, so that a program without a region of its own sees it."""
    for key, entry in (project(folder).get("config") or {}).items():
        value = entry.get("value") if isinstance(entry, dict) and "value" in entry else entry
        if key == "aws:region":
            return str(value)
        if key.endswith(":installation") and isinstance(value, dict) and "region" in value:
            return str(value["region"])
    return default


def names(folder: Path) -> list[str]:
    """The stacks that have a file in the project."""
    return sorted(path.name.split(".")[1] for path in folder.glob("Pulumi.*.yaml"))


def check(cloud: Cloud, stack: str) -> None:
    """CloudError with the stacks that there are if the project has no such stack."""
    known = names(cloud.project)
    if stack not in known:
        raise CloudError(f"the project has no stack {stack!r}; it has {', '.join(known) or 'none'}")


def checkpoint(cloud: Cloud, stack: str) -> Path:
    """Where the backend keeps the state of a stack."""
    return cloud.backend / ".pulumi" / "stacks" / str(project(cloud.project)["name"]) / f"{stack}.json"


def ensure(cloud: Cloud) -> list[str]:
    """Makes the stacks that the backend lacks and returns their names."""
    for folder in (cloud.home, cloud.backend, cloud.scratch):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(cloud.project / "Pulumi.yaml", cloud.scratch / "Pulumi.yaml")
    missing = [name for name in names(cloud.project) if not checkpoint(cloud, name).exists()]
    for name in missing:
        pulumi.output(cloud, "stack", "init", name, "--no-select", cwd=cloud.scratch)
    return missing


def arguments(cloud: Cloud, stack: str) -> list[str]:
    """The flags with which a command works on the stack and writes into no tracked file."""
    file = config_file(cloud, stack, cloud.project / f"Pulumi.{stack}.yaml")
    return ["--stack", stack, *(["--config-file", str(file)] if file else [])]


def config_file(cloud: Cloud, stack: str, settings: Path) -> Path | None:
    """A copy of a file of settings with the salt of this cloud's stack; None if one of both is not there."""
    salted = cloud.scratch / f"Pulumi.{stack}.yaml"
    if not settings.exists() or not salted.exists():
        return None
    salt = re.search(r"^encryptionsalt:.*$", salted.read_text(), re.MULTILINE)
    copy = cloud.directory / "pulumi" / "config" / f"Pulumi.{stack}.yaml"
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    content = _ENCRYPTION.sub("", settings.read_text())
    copy.write_text(f"{salt.group(0)}\n{content}" if salt else content)
    return copy
