"""The key pair with which the app signs and checks the tokens of its users."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

BITS = 2048


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
