"""The journal of creates: what a URN is about to become, so that an interrupted create is not made twice."""

import hashlib
import json
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any


class Journal:
    """One small file per URN under `directory`, written atomically before the engine is answered.

    The engine records a pending create before it asks a provider for it, so the entry of a URN that is
    pending in the engine's state tells whether the resource came to exist, and under which id.
    """

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory

    @classmethod
    def of_environment(cls) -> "Journal":
        """The journal of the cloud that SOFTFACTORY_CLOUD_DIR names; outside a cloud nothing is kept."""
        cloud = os.environ.get("SOFTFACTORY_CLOUD_DIR")
        return cls(Path(cloud) / "journal" if cloud else None)

    def begin(self, urn: str, name: str | None) -> str:
        """The token under which the create is sent: that of the URN's unfinished create, or a new one."""
        entry = self._read(urn)
        if entry is not None and "id" not in entry:
            return str(entry["token"])
        token = str(uuid.uuid4())
        self._write({"urn": urn, "token": token, "name": name})
        return token

    def record(self, urn: str, id: str) -> None:
        """Keeps the id of a resource that exists, or is about to be made under an id known before."""
        self._write({**(self._read(urn) or {"urn": urn}), "id": id})

    def unfinished_name(self, urn: str) -> str | None:
        """The physical name that an unfinished create of the URN went out with."""
        entry = self._read(urn)
        return entry.get("name") if entry is not None and "id" not in entry else None

    def id_of(self, urn: str) -> str | None:
        """The id last recorded for the URN, None if no create of it got so far."""
        entry = self._read(urn)
        return entry.get("id") if entry is not None else None

    def forget(self, urn: str) -> None:
        """Drops the entry of a resource that was deleted, or whose create was refused."""
        if self._directory is not None:
            self._path(urn).unlink(missing_ok=True)

    def _read(self, urn: str) -> dict[str, Any] | None:
        if self._directory is None:
            return None
        try:
            entry: dict[str, Any] = json.loads(self._path(urn).read_text())
        except FileNotFoundError:
            return None
        return entry

    def _write(self, entry: dict[str, Any]) -> None:
        if self._directory is None:
            return
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._directory, prefix=".new-")
        with os.fdopen(handle, "w") as file:
            json.dump(entry, file)
        os.replace(temporary, self._path(entry["urn"]))

    def _path(self, urn: str) -> Path:
        assert self._directory is not None
        return self._directory / hashlib.sha256(urn.encode()).hexdigest()
