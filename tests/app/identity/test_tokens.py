import time

import jwt
import pytest

from app.backing.keys import make_signing_key
from app.domain.call import DEMO_USER_ID
from app.domain.problem import Unauthenticated, Unavailable
from app.identity.credentials import NOBODY, AppCredentials
from app.identity.sessions import DatabaseSessions
from app.identity.tokens import TokenReader, TokenWriter, verification_keys
from tests.app.settings_values import PRIVATE, PUBLIC

OTHER_PRIVATE, OTHER_PUBLIC = make_signing_key()


def reader(*keys: str) -> TokenReader:
    return TokenReader("softfactory", verification_keys("\n".join(keys)))


def test_a_token_carries_what_the_gateway_needs() -> None:
    token = TokenWriter("softfactory", PRIVATE).sign("access", 7, 60, role="user")
    assert jwt.get_unverified_header(token)["alg"] == "RS256"
    assert jwt.get_unverified_header(token)["kid"] in verification_keys(PUBLIC)
    claims = reader(PUBLIC).claims(token, "access")
    assert (claims["sub"], claims["iss"], claims["role"]) == ("7", "softfactory", "user")
    assert claims["exp"] - claims["iat"] == 60


def test_two_keys_are_valid_at_once_and_then_one() -> None:
    old = TokenWriter("softfactory", PRIVATE).sign("access", 1, 60)
    new = TokenWriter("softfactory", OTHER_PRIVATE).sign("access", 1, 60)
    rotating = reader(PUBLIC, OTHER_PUBLIC)
    assert rotating.claims(old, "access")
    assert rotating.claims(new, "access")
    assert reader(OTHER_PUBLIC).claims(new, "access")
    with pytest.raises(Unauthenticated):
        reader(OTHER_PUBLIC).claims(old, "access")


def test_what_is_expired_foreign_or_for_another_use_is_refused() -> None:
    writer = TokenWriter("softfactory", PRIVATE)
    foreign = TokenWriter("elsewhere", PRIVATE)
    for token in (
        writer.sign("access", 1, -1),
        foreign.sign("access", 1, 60),
        writer.sign("refresh", 1, 60),
        "not a token",
        "",
    ):
        with pytest.raises(Unauthenticated):
            reader(PUBLIC).claims(token, "access")


def test_a_token_without_a_signature_or_signed_with_the_public_key_is_refused() -> None:
    kid = next(iter(verification_keys(PUBLIC)))
    claims = {"iss": "softfactory", "sub": "1", "use": "access", "exp": time.time() + 60}
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": kid})
    symmetric = jwt.encode(claims, "k" * 64, algorithm="HS256", headers={"kid": kid})
    for token in (unsigned, symmetric):
        with pytest.raises(Unauthenticated):
            reader(PUBLIC).claims(token, "access")


def test_keys_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="no PEM public key"):
        verification_keys("nothing")


def test_passwords_are_hashed_and_nobody_has_none() -> None:
    credentials = AppCredentials(reader(PUBLIC), None, DatabaseSessions())
    kept = credentials.hash("a long password")
    assert NOBODY.startswith("scrypt:")
    assert "a long password" not in kept
    assert credentials.matches(kept, "a long password")
    assert not credentials.matches(kept, "another password")
    assert not credentials.matches(None, "nobody")


def test_only_who_has_the_key_signs_in() -> None:
    with pytest.raises(Unavailable):
        AppCredentials(reader(PUBLIC), None, DatabaseSessions()).demo()
    credentials = AppCredentials(reader(PUBLIC), TokenWriter("softfactory", PRIVATE), DatabaseSessions())
    identity = credentials.identity(credentials.demo().access_token)
    assert (identity.user_id, identity.role) == (DEMO_USER_ID, "demo")
    assert identity.token not in repr(identity)
