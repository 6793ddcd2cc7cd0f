"""Makes all that moto makes up follow from one seed, so that a replayed request makes up the same again."""

import os
import random
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import cryptography.x509
import moto.backends
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from moto.moto_api import _internal
from moto.moto_api._internal.moto_random import MotoRandom

_REQUEST_ID_LENGTH = 52
# Modules of moto that keep what they draw from the operating system.
_DRAWING_FROM_OS = ("moto.iam.models", "moto.s3.models", "moto.sts.utils")


class SeededRandom(MotoRandom):
    """moto's random source, which tells whether it was drawn from since it was seeded."""

    drawn: bool
    _request_ids: MotoRandom

    def seed(self, a: Any = None, version: int = 2) -> None:
        super().seed(a, version)
        self._request_ids = MotoRandom(a)
        self.drawn = False

    def random(self) -> float:
        self.drawn = True
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        self.drawn = True
        return super().getrandbits(k)

    def get_random_string(
        self, length: int = 20, include_digits: bool = True, lower_case: bool = False
    ) -> str:
        # Every answer carries a request id of this length: it is no state, so it does not count as drawn.
        if length == _REQUEST_ID_LENGTH:
            return self._request_ids.get_random_string(length)
        return super().get_random_string(length, include_digits, lower_case)


class Keys:
    """Private keys come from OpenSSL's own source: they are kept with the request that made them.

    While a request runs `kept` is empty and fills up; in a replay it holds what the request made, in order.
    """

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.replaying = False

    def make(self, generate: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self.replaying:
            return serialization.load_der_private_key(self.kept.pop(0), password=None)
        key = generate(*args, **kwargs)
        self.kept.append(
            key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return key


def _seeded() -> SeededRandom:
    source = _internal.mock_random
    if not isinstance(source, SeededRandom):
        # The one object is known by reference all over moto: it stays the same object.
        source.__class__ = SeededRandom
        source.seed()
    return cast(SeededRandom, source)


class Randomness:
    """The random sources of this process. Making one takes them over; there is no way back."""

    def __init__(self) -> None:
        self._source = _seeded()
        self._keys = Keys()
        self._take_over()

    def begin(self, seed: bytes, keys: list[bytes] | None = None) -> None:
        """Starts a request; `keys` are those that it made when it ran first."""
        self._source.seed(seed)
        random.seed(seed)
        self._keys.kept = list(keys or [])
        self._keys.replaying = keys is not None

    @property
    def drawn(self) -> bool:
        """True if the request made something up, hence made something."""
        return self._source.drawn or bool(self._keys.kept)

    @property
    def keys(self) -> list[bytes]:
        return self._keys.kept

    @contextmanager
    def apart(self, name: str) -> Iterator[None]:
        """Code whose draws depend on `name` alone and leave the request's own draws alone."""
        state, drawn, request_ids = self._source.getstate(), self._source.drawn, self._source._request_ids
        self._source.seed(name.encode())
        try:
            yield
        finally:
            self._source.setstate(state)
            self._source.drawn, self._source._request_ids = drawn, request_ids

    def _take_over(self) -> None:
        source = self._source
        uuid.uuid4 = source.uuid4
        cryptography.x509.random_serial_number = lambda: source.getrandbits(159)
        modules: list[Any] = [rsa, ec]
        for module in modules:
            generate = module.generate_private_key
            module.generate_private_key = _bound(self._keys, generate)
        import_backend = moto.backends._import_backend
        seeded_os = SimpleNamespace(**{**vars(os), "urandom": source.randbytes})

        def import_apart(module_name: str, backends_name: str) -> Any:
            # Some modules draw when imported, and when that happens differs between a run and its replay.
            with self.apart(module_name):
                backends: Any = import_backend(module_name, backends_name)
            for name in _DRAWING_FROM_OS:
                if name in sys.modules:
                    vars(sys.modules[name])["os"] = seeded_os
            return backends

        moto.backends._import_backend = import_apart


def _bound(keys: Keys, generate: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: keys.make(generate, *args, **kwargs)
