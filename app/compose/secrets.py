"""Makes the secrets of compose.yaml that are not there yet: `python -m app.compose.secrets`."""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from app.backing.keys import make_signing_key
from app.backing.tls import make_certificates
from app.database.roles import wanted_logins
from app.domain.deployments import SHAPES

FOLDER = Path(__file__).parent / "secrets"
HOSTS = ("postgres", "replica-1", "replica-2", "cache", "state", "rabbitmq")
LIFETIME = timedelta(days=365)
RANDOM = (
    "database_admin", "bootstrap_admin", "redis", "rabbitmq",
    "sns", "smtp", "payment", "assistant", "hosting",
    *(f"login_{login}" for login in wanted_logins(SHAPES)),
)  # fmt: skip
# What contains other secrets.
COMPOSED: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "role_passwords": lambda known: json.dumps(
        {login: known[f"login_{login}"] for login in wanted_logins(SHAPES)}
    ),
    "cache_url": lambda known: f"rediss://:{known['redis']}@cache:6379/0",
    "state_url": lambda known: f"rediss://:{known['redis']}@state:6379/0",
    "broker_url": lambda known: f"amqps://app:{known['rabbitmq']}@rabbitmq:5671//",
    "search_url": lambda _: "http://opensearch:9200",
}


def make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "ca.pem").exists():
        make_certificates(folder, HOSTS, LIFETIME).key_file.chmod(0o644)
    if not (folder / "jwt_signing_key").exists():
        private, public = make_signing_key()
        _write(folder / "jwt_signing_key", private)
        _write(folder / "jwt_verification_keys", public)
    known = {path.name: path.read_text() for path in folder.iterdir()}
    for name in RANDOM:
        if name not in known:
            known[name] = _write(folder / name, secrets.token_urlsafe(24))
    for name, content in COMPOSED.items():
        if name not in known:
            _write(folder / name, content(known))


def _write(path: Path, content: str) -> str:
    path.write_text(content)
    # The folder is closed to others; a container's user, who is none of this machine's, must read the file.
    path.chmod(0o644)
    return content


if __name__ == "__main__":
    make(FOLDER)
