"""The key pair with which the app signs and checks the tokens of its users."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

BITS = 2048
_PEM = re.compile("-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """PEM, both."""

    private: str
    public: str


def draw_signing_key() -> SigningKey:
    """Return a fresh one."""
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(private=private.decode(), public=public.decode())


def verification_keys(pems: str) -> Mapping[str, str]:
    """Return public keys that stand one after the other, by the `kid` that the app writes into its tokens.

    Raise ValueError, in words, if there is none, or one that the app would refuse.
    """
    return dict(map(_by_kid, _PEM.findall(pems))) or _refuse("no PEM public key")


def _by_kid(pem: str) -> tuple[str, str]:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey) or key.key_size < BITS:
        _refuse("a key that is not RSA, or too short")
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()[:12]).decode(), f"{pem}\n"


def _refuse(got: str) -> NoReturn:
    raise ValueError(
        f"jwt_verification_keys in the app's secret: got {got}; allowed: PEM public keys of RSA with {BITS} "
        "bits or more, one after the other; put them into the secret in Secrets Manager"
    )
