import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.identity import tokens
from app.identity.tokens import TokenReader, TokenWriter
from stacks.signing_key import draw_signing_key, verification_keys


def test_what_the_app_signs_with_it_the_app_can_check() -> None:
    drawn = draw_signing_key()
    token = TokenWriter("me", drawn.private).sign("access", 7, 60)
    assert TokenReader("me", tokens.verification_keys(drawn.public)).claims(token, "access")["sub"] == "7"


def test_each_is_another() -> None:
    assert draw_signing_key() != draw_signing_key()


def test_keys_have_the_ids_that_the_app_gives_them() -> None:
    text = f"{draw_signing_key().public}\n{draw_signing_key().public}"
    found = verification_keys(text)
    assert found.keys() == tokens.verification_keys(text).keys()
    assert len(found) == 2
    for kid, pem in found.items():
        assert tokens.verification_keys(pem).keys() == {kid}


def test_what_is_no_key_of_ours_is_refused_in_words() -> None:
    short = generate_private_key(public_exponent=65537, key_size=1024).public_key()
    pem = short.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="got no PEM public key; allowed: PEM public keys of RSA with 2048"):
        verification_keys("")
    with pytest.raises(ValueError, match="got a key that is not RSA, or too short; allowed"):
        verification_keys(pem)
