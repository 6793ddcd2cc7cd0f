"""What was under way when an update was killed: adopted if it came to exist, else forgotten or read again."""

import json
import os
import time
from collections.abc import Mapping
from typing import Any

import psutil

from localcloud.cloud import pulumi, stacks, state
from localcloud.cloud.cloud import Cloud
from localcloud.engine.plugin.journal import Journal
from localcloud.progress import say

_PLUGINS = ("localcloud.aws.provider", "localcloud.kubernetes.provider")
_FINISH_SECONDS = 60.0
_DONE = {
    "creating": "created",
    "updating": "updated",
    "deleting": "deleted",
    "reading": "read",
    "importing": "imported",
}


def settle(cloud: Cloud, stack: str) -> None:
    """Leaves nothing pending in the state, so that the next update neither doubles nor misses a resource."""
    pending = {one["resource"]["urn"]: one["type"] for one in state.read(cloud, stack).pending}
    if not pending:
        return
    _let_plugins_finish(cloud)
    journal = Journal(cloud.directory / "journal")
    known: dict[str, str] = {}
    for urn, operation in pending.items():
        id = journal.id_of(urn) if operation == "creating" else None
        was = f"{_name(urn)} was being {_DONE[operation]} when the update was killed"
        say(f"stack {stack}: {was}; {_outcome(operation, id)}")
        if id:
            known[urn] = id
    deployment = json.loads(pulumi.output(cloud, "stack", "export", "--stack", stack))
    adopt(deployment["deployment"], known)
    _import(cloud, stack, deployment)
    unsure = {*known, *(urn for urn, operation in pending.items() if operation in ("updating", "deleting"))}
    if unsure:
        targets = [part for urn in sorted(unsure) for part in ("--target", urn)]
        pulumi.output(cloud, "refresh", "--yes", "--skip-preview", *stacks.arguments(cloud, stack), *targets)


def _outcome(operation: str, id: str | None) -> str:
    if operation != "creating":
        return "it is read again"
    return f"it exists as {id} and is adopted" if id else "it does not exist and will be created"


def adopt(deployment: dict[str, Any], known: Mapping[str, str]) -> None:
    """Turns the pending creates with a known id (by URN) into resources, and drops what else is pending."""
    resources = deployment.setdefault("resources", [])
    for operation in deployment.pop("pending_operations", None) or []:
        resource = operation["resource"]
        if operation["type"] != "creating" or resource["urn"] not in known:
            continue
        # The create of a replacement: its predecessor is there still, or gone and kept as a reminder.
        same = [one for one in resources if one["urn"] == resource["urn"]]
        for one in same:
            if one.get("pendingReplacement"):
                resources.remove(one)
            else:
                one["delete"] = True
        resources.append({**resource, "id": known[resource["urn"]]})


def _import(cloud: Cloud, stack: str, deployment: dict[str, Any]) -> None:
    file = cloud.scratch / f".{stack}-{os.getpid()}.json"
    try:
        file.write_text(json.dumps(deployment))
        pulumi.output(cloud, "stack", "import", "--stack", stack, "--file", str(file))
    finally:
        file.unlink(missing_ok=True)


def _let_plugins_finish(cloud: Cloud) -> None:
    """A plugin finishes the calls in hand when its engine is killed: what it creates meanwhile counts."""
    deadline = time.monotonic() + _FINISH_SECONDS
    while left := _plugins(cloud):
        say(f"cloud {cloud.name}: process {left[0].pid} of the killed update finishes its last calls")
        psutil.wait_procs(left, timeout=max(0.0, deadline - time.monotonic()))
        if time.monotonic() > deadline:
            for process in left:
                process.kill()


def _plugins(cloud: Cloud) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = " ".join(process.info["cmdline"] or [])
        try:
            if (
                any(module in command for module in _PLUGINS)
                and process.environ().get("SOFTFACTORY_CLOUD_DIR") == str(cloud.directory)
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
        except psutil.Error:
            continue
    return found


def _name(urn: str) -> str:
    """`aws:rds/instance:Instance platform` of a URN."""
    *_, kind, name = urn.split("::")
    return f"{kind.rpartition('$')[2]} {name}"
