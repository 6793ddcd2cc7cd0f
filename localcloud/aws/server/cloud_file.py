"""What the server needs to know of its cloud, read from cloud.json."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, kw_only=True)
class CloudFile:
    directory: Path
    port: int
    access_key_id: str
    secret_access_key: str
    account_id: str

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Reads `directory`/cloud.json; raises ValueError naming the file and the key that is missing."""
        path = directory / "cloud.json"
        try:
            values = json.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise ValueError(
                f"{path} cannot be read: {error}. Make the cloud anew with `make up`."
            ) from error
        try:
            return cls(
                directory=directory.resolve(),
                port=int(values["port"]),
                access_key_id=str(values["access_key_id"]),
                secret_access_key=str(values["secret_access_key"]),
                account_id=str(values["account_id"]),
            )
        except KeyError as missing:
            raise ValueError(f"{path} has no {missing}; it has {sorted(values)}.") from missing
