"""How people prove who they are: a hashed password first, then tokens."""

from werkzeug.security import check_password_hash, generate_password_hash

from app.domain.call import DEMO_USER_ID, Identity, Role, SessionMark, Sessions, Tokens
from app.domain.problem import Unavailable
from app.identity.tokens import ACCESS_SECONDS, REFRESH_SECONDS, TokenReader, TokenWriter

METHOD = "scrypt"
# Checked where there is no such user, so that both answers take as long. No password has this hash; making
# one would cost each process an eighth of a second at its start.
NOBODY = f"scrypt:32768:8:1${'0' * 16}${'0' * 128}"


def hash_password(password: str) -> str:
    return generate_password_hash(password, METHOD)


class AppCredentials:
    """`writer` is None in a process that only checks tokens."""

    def __init__(self, reader: TokenReader, writer: TokenWriter | None, sessions: Sessions) -> None:
        self._reader = reader
        self._writer = writer
        self.sessions = sessions

    def hash(self, password: str) -> str:
        return hash_password(password)

    def matches(self, password_hash: str | None, password: str) -> bool:
        return check_password_hash(password_hash or NOBODY, password) and password_hash is not None

    def access(self, user_id: int, role: Role, name: str) -> str:
        return self._signer.sign("access", user_id, ACCESS_SECONDS, role=role, name=name)

    def issue(self, mark: SessionMark, role: Role, name: str) -> Tokens:
        refresh = self._signer.sign(
            "refresh", mark.user_id, REFRESH_SECONDS,
            sid=mark.session_id, generation=mark.generation, epoch=mark.epoch,
        )  # fmt: skip
        return Tokens(self.access(mark.user_id, role, name), refresh, ACCESS_SECONDS)

    def demo(self) -> Tokens:
        return Tokens(self.access(DEMO_USER_ID, "demo", "Demo"), "", ACCESS_SECONDS)

    def mark_of(self, refresh_token: str) -> SessionMark:
        claims = self._reader.claims(refresh_token, "refresh")
        return SessionMark(claims["sid"], int(claims["sub"]), claims["generation"], claims["epoch"])

    def identity(self, access_token: str) -> Identity:
        claims = self._reader.claims(access_token, "access")
        return Identity(int(claims["sub"]), claims["role"], claims["name"], access_token)

    @property
    def _signer(self) -> TokenWriter:
        if self._writer is None:
            raise Unavailable("This process signs nobody in; ask the platform.")
        return self._writer
