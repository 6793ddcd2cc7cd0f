"""A snapshot: every backend that moto has in use, in one file, written whole or not at all."""

import copyreg
import hashlib
import importlib.metadata
import io
import os
import pickle
import sys
import threading
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import moto.backends
from cryptography.hazmat.bindings import _rust
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509 import Certificate, load_der_x509_certificate
from moto.core.base_backend import AccountSpecificBackend, BackendDict

from localcloud.aws.server.recent_answers import Kept

_MAGIC = b"SFS1"
_DIGEST = 32
_MOTO = importlib.metadata.version("moto")
# All registries of moto that have a backend.
_IN_USE: list[Any] = BackendDict._instances  # type: ignore[misc]  # moto keeps it untyped


class CorruptSnapshot(Exception):
    """The snapshot cannot be taken for what was written."""


def _name(backends: Any) -> tuple[str, str]:
    """The package and the variable of moto that hold the registry: service names are not unique."""
    of_moto = next(cls for cls in backends.backend.__mro__ if cls.__module__.startswith("moto."))
    package = of_moto.__module__.split(".")[1]
    variables = vars(sys.modules[f"moto.{package}"])
    return package, next(name for name, value in variables.items() if value is backends)


def _registry(name: tuple[str, str], account: str | None = None) -> Any:
    """The live registry of that name, or its part for one account."""
    backends: Any = moto.backends._import_backend(*name)
    return backends if account is None else backends[account]


def _reduce_registry(backends: Any) -> Any:
    return _registry, (_name(backends),)


def _reduce_account(regions: Any) -> Any:
    owner = next(backends for backends in _IN_USE if backends.get(regions.account_id) is regions)
    return _registry, (_name(owner), regions.account_id)


def _reduce_backend(backend: Any) -> Any:
    """By its registry and not by its class, whose place may change with the next version of the extension."""
    owner = next(backends for backends in _IN_USE if type(backend) is backends.backend)
    return _new_backend, (_name(owner),), backend.__dict__


def _new_backend(name: tuple[str, str]) -> Any:
    cls = _registry(name).backend
    return cls.__new__(cls)


def _reduce_key(key: Any) -> Any:
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _private_key, (der,)


def _private_key(der: bytes) -> Any:
    return load_der_private_key(der, password=None)


def _reduce_certificate(certificate: Any) -> Any:
    return _certificate, (certificate.public_bytes(Encoding.DER),)


def _certificate(der: bytes) -> Any:
    return load_der_x509_certificate(der)


# What pickle cannot take, or must not: an object that refers to a registry finds the live one again.
_REDUCERS: dict[type, Any] = {
    BackendDict: _reduce_registry,
    AccountSpecificBackend: _reduce_account,
    _rust.openssl.rsa.RSAPrivateKey: _reduce_key,
    _rust.openssl.ec.ECPrivateKey: _reduce_key,
    Certificate: _reduce_certificate,
    type(threading.Lock()): lambda lock: (threading.Lock, ()),
    type(threading.RLock()): lambda lock: (threading.RLock, ()),
    WeakValueDictionary: lambda values: (WeakValueDictionary, (dict(values),)),
}


def write(path: Path, sequence: int, recent: Kept) -> None:
    """Keeps the state as it is after the record `sequence` of the log, and the recent answers."""
    state = {
        _name(backends): {account: dict(regions) for account, regions in backends.items()}
        for backends in _IN_USE
    }
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    of_backends = {backends.backend: _reduce_backend for backends in _IN_USE}
    pickler.dispatch_table = {**copyreg.dispatch_table, **_REDUCERS, **of_backends}
    pickler.dump({"sequence": sequence, "moto": _MOTO, "state": state, "recent": recent})
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


def read(path: Path) -> tuple[int, Kept]:
    """Restores the backends; returns the last record's sequence (0 without a file) and answers.

    Raises CorruptSnapshot, naming the file, if it is damaged or was written by another version of moto.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return 0, []
    content = data[len(_MAGIC) + _DIGEST :]
    if data[: len(_MAGIC)] != _MAGIC or hashlib.sha256(content).digest() != data[len(_MAGIC) :][:_DIGEST]:
        raise CorruptSnapshot(
            f"{path} is damaged. Restore the cloud from a snapshot, or delete it and deploy again."
        )
    try:
        kept = pickle.loads(content)  # noqa: S301 (its own file, digest checked)
    except Exception as error:
        raise CorruptSnapshot(
            f"{path} was written by another version of this program, and this one cannot read it ({error}). "
            "Go back to that version, or delete the cloud and deploy again."
        ) from error
    if kept["moto"] != _MOTO:
        raise CorruptSnapshot(
            f"{path} was written by moto {kept['moto']}, and this is moto {_MOTO}. "
            "Install that version again, or delete the cloud and deploy again."
        )
    for name, accounts in kept["state"].items():
        backends = _registry(name)
        for account, regions in accounts.items():
            for region, backend in regions.items():
                backends[account][region] = backend
    return int(kept["sequence"]), kept["recent"]
