"""A container's environment on this machine: the same values, but for where its surroundings are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.demo.containers import Container

# What stands outside of a pod, which is at another place here. The value may be in a file, which
# NAME_FILE names.
SURROUNDINGS = frozenset(
    {
        "ASSISTANT_TOKEN", "ASSISTANT_URL", "BROKER_URL", "CACHE_URL", "CRAWL_SOURCES", "DATABASE_HOST",
        "DATABASE_NAME", "DATABASE_PORT", "DATABASE_REPLICA_HOSTS", "HOSTING_TOKEN", "HOSTING_URL",
        "PAYMENT_TOKEN", "PAYMENT_URL", "SEARCH_URL", "SMTP_HOST", "SMTP_PASSWORD", "SMTP_PORT", "SMTP_USER",
        "SNS_TOKEN", "SNS_URL", "STATE_URL", "TELEGRAM_TOKEN", "TELEGRAM_URL",
    }
)  # fmt: skip
# What a pod does not have: the authority of those surroundings, which it trusts as everybody does, and that
# nobody else is to reach the process.
ADDED = frozenset(f"{name}_CA_FILE" for name in ("BROKER", "DATABASE", "REDIS", "SEARCH", "SMTP")) | {
    "BIND_ADDRESS"
}

# Where traces go to, which nobody takes here.
LEFT_OUT = ("OTLP_ENDPOINT",)


@dataclass(frozen=True)
class Placed:
    """A container on this machine: its variables, the text of its files, its ports by the container's."""

    environment: Mapping[str, str]
    files: Mapping[Path, str]
    ports: Mapping[int, int]


def placed(
    container: Container,
    surroundings: Mapping[str, str],
    ports: Mapping[int, int],
    neighbours: Mapping[str, str],
    folder: Path,
    workers: int,
) -> Placed:
    """Move a container; `neighbours` are the addresses here by the ones in the cluster.

    A web process has `workers` of its own, as many as this machine is to have.

    The administrator's password is the surroundings' own; every other login has been given the cluster's.
    """
    environment, texts = dict(container.environment), dict(container.files)
    moved = set(SURROUNDINGS)
    if environment.get("DATABASE_USER") == surroundings.get("DATABASE_USER"):
        moved.add("DATABASE_PASSWORD")
    for name in moved & surroundings.keys():
        if environment.get(name):
            environment[name] = surroundings[name]
        elif f"{name}_FILE" in environment:
            texts[environment[f"{name}_FILE"]] = surroundings[name]
    files = {folder / path.lstrip("/"): text for path, text in texts.items()}
    for name, value in environment.items():
        if value in texts:
            environment[name] = str(folder / value.lstrip("/"))
        elif name.endswith("PORT") and value.isdigit() and int(value) in ports:
            environment[name] = str(ports[int(value)])
        elif value in neighbours:
            environment[name] = neighbours[value]
    for name in LEFT_OUT:
        environment.pop(name, None)
    if "WEB_CONCURRENCY" in environment:
        environment["WEB_CONCURRENCY"] = str(workers)
    environment |= {name: surroundings[name] for name in ADDED & surroundings.keys()}
    return Placed(environment, files, dict(ports))
