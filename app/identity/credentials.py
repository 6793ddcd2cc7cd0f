"""How people prove who they are: a hashed password first, then tokens."""

from werkzeug.security import check_password_hash, generate_password_hash

from app.domain.call import DEMO_USER_ID, Identity, Role, Tokens
from app.domain.problem import Unavailable
from app.identity.sessions import Sessions
from app.identity.tokens import ACCESS_SECONDS, REFRESH_SECONDS, TokenReader, TokenWriter

METHOD = "scrypt"
# Checked where there is no such user, so that both answers take as long.
NOBODY = generate_password_hash("nobody", METHOD)


class AppCredentials:
    """`writer` is None in a process that only checks tokens."""

    def __init__(self, reader: TokenReader, writer: TokenWriter | None, sessions: Sessions) -> None:
        self._reader = reader
        self._writer = writer
        self._sessions = sessions

    def hash(self, password: str) -> str:
        return generate_password_hash(password, METHOD)

    def matches(self, password_hash: str | None, password: str) -> bool:
        return check_password_hash(password_hash or NOBODY, password) and password_hash is not None

    def issue(self, user_id: int, role: Role, name: str) -> Tokens:
        access, _ = self._signer.sign("access", user_id, ACCESS_SECONDS, role=role, name=name)
        refresh, session_id = self._signer.sign("refresh", user_id, REFRESH_SECONDS)
        self._sessions.begin(session_id, user_id)
        return Tokens(access, refresh, ACCESS_SECONDS)

    def demo(self) -> Tokens:
        access, _ = self._signer.sign("access", DEMO_USER_ID, ACCESS_SECONDS, role="demo", name="Demo")
        return Tokens(access, "", ACCESS_SECONDS)

    def user_of(self, refresh_token: str) -> int:
        claims = self._reader.claims(refresh_token, "refresh")
        self._sessions.end(claims["jti"])
        return int(claims["sub"])

    def identity(self, access_token: str) -> Identity:
        claims = self._reader.claims(access_token, "access")
        return Identity(int(claims["sub"]), claims["role"], claims["name"], access_token)

    @property
    def _signer(self) -> TokenWriter:
        if self._writer is None:
            raise Unavailable("This process signs nobody in; ask the platform.")
        return self._writer
