"""Ports that moved: what the state of a stack remembers of them is brought in line with where things are."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from localcloud.cloud.cloud import Cloud

_CLUSTER = "aws:eks/cluster:Cluster"
_ADDRESS = re.compile(r"(127\.0\.0\.1:)(\d+)\b")


def follow(cloud: Cloud, moved: Mapping[int, int] | None = None) -> dict[int, int]:
    """Rewrites the ports in every stack's state and returns old → new.

    `moved` are ports that the caller has changed. Those of clusters are found by comparing the endpoint that
    the state holds with the one that the cluster has.
    """
    now, changed = dict(_clusters(cloud)), dict(moved or {})
    states = {path: path.read_text() for path in _states(cloud)}
    for text in states.values():
        if _CLUSTER in text:
            changed.update(
                {was: now[name] for name, was in _recorded(json.loads(text)) if now.get(name, was) != was}
            )
    for path, text in states.items():
        rewritten = rewrite(text, changed)
        if rewritten != text:
            temporary = path.with_name(f".{path.name}-moved")
            temporary.write_text(rewritten)
            temporary.replace(path)
    return changed


def rewrite(text: str, moved: Mapping[int, int]) -> str:
    """The text with each loopback address of an old port leading to its new one."""
    return _ADDRESS.sub(lambda found: found[1] + str(moved.get(int(found[2]), found[2])), text)


def _states(cloud: Cloud) -> Iterator[Path]:
    yield from (cloud.backend / ".pulumi" / "stacks").glob("*/*.json")
    yield from (cloud.backend / ".pulumi" / "stacks").glob("*/*.json.bak")


def _clusters(cloud: Cloud) -> Iterator[tuple[str, int]]:
    """Name and API port of every cluster of the cloud."""
    for path in (cloud.directory / "clusters").glob("*/cluster.json"):
        yield path.parent.name, int(json.loads(path.read_text())["api_port"])


def _recorded(document: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Name and port of every cluster that a state has."""
    latest = (document.get("checkpoint") or {}).get("latest") or {}
    for resource in latest.get("resources") or []:
        outputs = resource.get("outputs") or {}
        endpoint = _ADDRESS.search(str(outputs.get("endpoint")))
        if resource["type"] == _CLUSTER and endpoint:
            yield str(outputs["name"]), int(endpoint[2])
