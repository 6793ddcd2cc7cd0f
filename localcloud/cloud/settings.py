"""cloud.json: what makes one embedded cloud different from another."""

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from localcloud.cloud.errors import CloudError

ACCOUNT_ID = "123456789012"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Name, address and secrets; the secrets are random and serve nowhere else."""

    name: str
    port: int
    access_key_id: str
    secret_access_key: str
    passphrase: str
    region: str
    account_id: str

    @classmethod
    def new(cls, name: str, port: int, region: str) -> Self:
        """Settings with secrets of their own."""
        return cls(
            name=name,
            port=port,
            access_key_id=_access_key_id(),
            secret_access_key=secrets.token_urlsafe(30),
            passphrase=secrets.token_urlsafe(30),
            region=region,
            account_id=ACCOUNT_ID,
        )

    def on_port(self, port: int) -> Self:
        """The same cloud at another address."""
        return replace(self, port=port)

    def moved(self, name: str, port: int) -> Self:
        """Those of a copy: keys of its own, the passphrase that the copied stacks are encrypted with."""
        return replace(
            self,
            name=name,
            port=port,
            access_key_id=_access_key_id(),
            secret_access_key=secrets.token_urlsafe(30),
        )

    @classmethod
    def read(cls, path: Path) -> Self:
        """CloudError names the file if it is absent or not of this form."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            raise CloudError(f"there is no embedded cloud in {path.parent}; `make up` makes one") from None
        except (ValueError, TypeError) as error:
            raise CloudError(
                f"{path} is not as it was written ({error}); remove {path.parent} and run `make up` again"
            ) from error

    def write(self, path: Path) -> None:
        """In one step, readable by its user only."""
        temporary = path.with_name(f".{path.name}-{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(self), file, indent=1)
        temporary.replace(path)


def checked_name(name: str) -> str:
    """The name, if a cloud can have it; CloudError if not."""
    if not _NAME.fullmatch(name):
        raise CloudError(
            f"{name!r} cannot be the name of a cloud: up to 31 lower-case letters, digits and hyphens can"
        )
    return name


def _access_key_id() -> str:
    """Of the form of AWS's: AKIA and 16 capitals and digits 2 to 7."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "AKIA" + "".join(secrets.choice(alphabet) for _ in range(16))
