"""The journal of creates: which id a URN got, so that what the engine did not live to record is adopted."""

import hashlib
import json
import os
import tempfile
from pathlib import Path


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

    def record(self, urn: str, id: str) -> None:
        """Keeps the id of a resource that exists, or is about to be made under a name known before."""
        if self._directory is None:
            return
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._directory, prefix=".new-")
        with os.fdopen(handle, "w") as file:
            json.dump({"urn": urn, "id": id}, file)
        os.replace(temporary, self._path(urn))

    def id_of(self, urn: str) -> str | None:
        """The id last recorded for the URN, None if no create of it got so far."""
        if self._directory is None:
            return None
        try:
            return str(json.loads(self._path(urn).read_text())["id"])
        except FileNotFoundError:
            return None

    def forget(self, urn: str) -> None:
        """Drops the entry of a resource that was deleted."""
        if self._directory is not None:
            self._path(urn).unlink(missing_ok=True)

    def _path(self, urn: str) -> Path:
        assert self._directory is not None
        return self._directory / hashlib.sha256(urn.encode()).hexdigest()
