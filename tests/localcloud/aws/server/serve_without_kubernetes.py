"""The server process with a fleet that notes what it is told in fleet.jsonl, and starts nothing."""

import dataclasses
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import localcloud.kubernetes.fleet
from localcloud.aws.server.__main__ import main


class NotingFleet:
    def __init__(self, cloud_dir: Path, report: Any = None) -> None:
        self._path = cloud_dir / "fleet.jsonl"

    def _note(self, *words: Any) -> None:
        """Fails while there is a file fleet_fails."""
        if self._path.with_name("fleet_fails").exists():
            raise RuntimeError("the fleet was told to fail")
        with self._path.open("a") as file:
            file.write(json.dumps(words) + "\n")

    def ensure(self, name: str, *, authenticator_url: str) -> Any:
        self._note("ensure", name, authenticator_url)
        return SimpleNamespace(endpoint="https://127.0.0.1:6443", certificate_authority="Q0E=")

    def status(self) -> list[Any]:
        return [SimpleNamespace(name=path.name) for path in (self._path.parent / "clusters").iterdir()]

    def remove(self, name: str) -> None:
        self._note("remove", name)

    def sync_nodes(self, name: str, nodes: Any) -> None:
        self._note("sync_nodes", name, [dataclasses.asdict(node) for node in nodes])

    def sync_add_ons(self, name: str, add_ons: Any) -> None:
        if add_ons:
            self._note("sync_add_ons", name, [dataclasses.asdict(add_on) for add_on in add_ons])

    def bind(self, name: str, policy: str, namespace: str) -> None:
        self._note("bind", name, policy, namespace)


if __name__ == "__main__":
    localcloud.kubernetes.fleet.Fleet = NotingFleet  # type: ignore[misc,assignment]
    sys.argv[0] = "localcloud.aws.server"
    main()
