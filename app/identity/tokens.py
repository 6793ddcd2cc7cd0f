"""Tokens: JWT signed RS256, with the signing key's thumbprint as `kid`, so that keys can be rotated."""

import base64
import hashlib
import re
import time
import uuid
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.domain.problem import Unauthenticated

ACCESS_SECONDS = 900
REFRESH_SECONDS = 14 * 86400
ALGORITHM = "RS256"
SMALLEST_KEY_BITS = 2048
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


def kid_of(key: RSAPublicKey) -> str:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()[:12]).decode()


def verification_keys(pems: str) -> Mapping[str, RSAPublicKey]:
    """The public keys by `kid`; all of them are valid."""
    keys = [load_pem_public_key(pem.encode()) for pem in PEM.findall(pems)]
    if not keys:
        raise ValueError("JWT_VERIFICATION_KEYS holds no PEM public key; give one, or two during a rotation")
    return {kid_of(key): key for key in map(_rsa, keys)}


def _rsa(key: object) -> RSAPublicKey:
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST_KEY_BITS:
        raise ValueError(f"JWT_VERIFICATION_KEYS takes RSA keys of at least {SMALLEST_KEY_BITS} bits only")
    return key


class TokenReader:
    def __init__(self, issuer: str, keys: Mapping[str, RSAPublicKey]) -> None:
        self._issuer = issuer
        self._keys = keys

    def claims(self, token: str, use: str) -> dict[str, Any]:
        """The claims of a token that is ours, not expired and made for `use`."""
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=[ALGORITHM], issuer=self._issuer,
                options={"require": ["exp", "iss", "sub", "use"]},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, TypeError) as error:
            raise Unauthenticated("The token is not valid or has expired; sign in again.") from error
        if claims["use"] != use:
            raise Unauthenticated(f"This needs the {use} token, and got the {claims['use']} token.")
        return claims


class TokenWriter:
    def __init__(self, issuer: str, signing_key: str) -> None:
        self._issuer = issuer
        key = load_pem_private_key(signing_key.encode(), password=None)
        if not isinstance(key, RSAPrivateKey):
            raise ValueError("JWT_SIGNING_KEY must be a PEM RSA private key")
        self._key = key
        self._kid = kid_of(key.public_key())

    def sign(self, use: str, subject: int, seconds: int, **claims: str | int) -> str:
        now = int(time.time())
        payload = {
            "iss": self._issuer, "sub": str(subject), "iat": now, "exp": now + seconds,
            "jti": uuid.uuid4().hex, "use": use,
        }  # fmt: skip
        return jwt.encode(payload | claims, self._key, algorithm=ALGORITHM, headers={"kid": self._kid})
