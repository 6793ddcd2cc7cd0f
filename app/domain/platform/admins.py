"""Making an admin, which nobody can do over the API."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.models.platform import User


def ensure_admin(session: Session, email: str, password_hash: str) -> str:
    """Make the account of `email` an admin's, or make one; says what was done.

    An account that is there keeps its password and its sessions.
    """
    user = session.scalar(select(User).where(User.email == email.lower()).with_for_update())
    if user is None:
        user = User(email=email.lower(), name="Administrator", password_hash=password_hash, role="admin")
        session.add(user)
        return "made"
    done, user.role = ("was one already" if user.role == "admin" else "promoted"), "admin"
    return done
