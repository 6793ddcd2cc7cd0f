"""KMS: key material that follows from moto's seed, and private keys only where a key has one."""

from typing import Any

import moto.kms.models
from moto.moto_api._internal import mock_random

_MATERIAL_BYTES = 32


def extend() -> None:
    """Replaces the two functions by which moto makes what is inside a key."""
    models: Any = moto.kms.models
    make_private_key = models.generate_private_key

    def private_key(key_spec: str) -> Any:
        """Moto makes an RSA key for symmetric keys too, which takes a tenth of a second and is never used."""
        return None if key_spec.startswith(("SYMMETRIC", "HMAC")) else make_private_key(key_spec)

    # The seed of a request decides its ids; with the material of a key it decides what the key can decrypt.
    models.generate_master_key = lambda: mock_random.randbytes(_MATERIAL_BYTES)
    models.generate_private_key = private_key
