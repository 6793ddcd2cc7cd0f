from app.identity.tokens import TokenReader, TokenWriter, verification_keys
from stacks.signing_key import draw_signing_key


def test_what_the_app_signs_with_it_the_app_can_check() -> None:
    drawn = draw_signing_key()
    token = TokenWriter("me", drawn.private).sign("access", 7, 60)
    assert TokenReader("me", verification_keys(drawn.public)).claims(token, "access")["sub"] == "7"


def test_each_is_another() -> None:
    assert draw_signing_key() != draw_signing_key()
