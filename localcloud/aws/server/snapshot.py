"""A snapshot: every backend that moto has in use, in one file, written whole or not at all."""

import hashlib
import importlib.metadata
import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import moto.backends
from moto.core.base_backend import AccountSpecificBackend, BackendDict

_MAGIC = b"SFS1"
_DIGEST = 32
_MOTO = importlib.metadata.version("moto")
# All registries of moto that have a backend.
_IN_USE: list[Any] = BackendDict._instances  # type: ignore[misc]


class CorruptSnapshot(Exception):
    """The snapshot cannot be taken for what was written."""


def _name(backends: Any) -> tuple[str, str]:
    """The package and the variable of moto that hold the registry: service names are not unique."""
    of_moto = next(cls for cls in backends.backend.__mro__ if cls.__module__.startswith("moto."))
    package = of_moto.__module__.split(".")[1]
    variables = vars(sys.modules[f"moto.{package}"])
    return package, next(name for name, value in variables.items() if value is backends)


class _Pickler(pickle.Pickler):
    """Leaves out moto's own registries of backends: an object that refers to one finds the live one again."""

    def persistent_id(self, obj: Any) -> Any:
        if isinstance(obj, BackendDict):
            return _name(obj), None
        if isinstance(obj, AccountSpecificBackend):
            owner = next(backends for backends in _IN_USE if backends.get(obj.account_id) is obj)
            return _name(owner), obj.account_id
        return None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> Any:
        name, account = pid
        backends: Any = moto.backends._import_backend(*name)
        return backends if account is None else backends[account]


def write(path: Path, sequence: int) -> None:
    """Keeps the state as it is after the record `sequence` of the log."""
    state = {
        _name(backends): {account: dict(regions) for account, regions in backends.items()}
        for backends in _IN_USE
    }
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(
        {"sequence": sequence, "moto": _MOTO, "state": state}
    )
    content = buffer.getvalue()
    temporary = path.with_suffix(".new")
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as target:
        target.write(_MAGIC + hashlib.sha256(content).digest() + content)
        target.flush()
        os.fsync(target.fileno())
    os.replace(temporary, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def read(path: Path) -> int:
    """Restores the backends and returns the sequence of the last record that is in them; 0 without a file.

    Raises CorruptSnapshot, naming the file, if it is damaged or was written by another version of moto.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return 0
    content = data[len(_MAGIC) + _DIGEST :]
    if data[: len(_MAGIC)] != _MAGIC or hashlib.sha256(content).digest() != data[len(_MAGIC) :][:_DIGEST]:
        raise CorruptSnapshot(
            f"{path} is damaged. Restore the cloud from a snapshot, or delete it and deploy again."
        )
    kept = _Unpickler(io.BytesIO(content)).load()
    if kept["moto"] != _MOTO:
        raise CorruptSnapshot(
            f"{path} was written by moto {kept['moto']}, and this is moto {_MOTO}. "
            "Install that version again, or delete the cloud and deploy again."
        )
    for name, accounts in kept["state"].items():
        backends: Any = moto.backends._import_backend(*name)
        for account, regions in accounts.items():
            for region, backend in regions.items():
                backends[account][region] = backend
    return int(kept["sequence"])
