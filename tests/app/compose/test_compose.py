"""The compose file, read as Docker would read it."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.compose.secrets import FOLDER, make
from app.domain.deployments import SHAPES
from app.processes.__main__ import FASTAPI, PROCESSES
from app.settings import AdminSettings, DatabaseSettings, RolesSettings, Settings, load_as

FILE = FOLDER.parent / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PROFILES = ("phase1", "phase2", "phase3")
OF_APP = sorted(name for name, one in SERVICES.items() if "APP_IMAGE" in one["image"])
ONCE = {name for name in OF_APP if SERVICES[name]["restart"] == "no"}
LONG = sorted(set(OF_APP) - ONCE)
DEFAULT = re.compile(r"\$\{(\w+):-((?:[^}\\]|\\.)*)\}")
# What a process reads besides its settings.
BY_KIND = {
    "web": {"PORT", "WEB_CONCURRENCY", "WORKER_CLASS", "WORKER_TIMEOUT_SECONDS"},
    "worker": {"WORKER_CONCURRENCY", "METRICS_PORT"},
    "beat": set[str](),
}


def settled(text: str) -> str:
    return DEFAULT.sub(lambda found: found[2].replace("\\", ""), text)


def kind(name: str) -> str:
    first = SERVICES[name].get("command", ["monolith"])[0]
    return first if first in BY_KIND else "web"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("secrets")
    make(made)
    return made


def environment(name: str, folder: Path) -> dict[str, str]:
    """What the process sees, with the secrets where they were made."""
    given = {key: settled(value) for key, value in SERVICES[name]["environment"].items()}
    return {key: value.replace("/run/secrets", str(folder)) for key, value in given.items()}


@pytest.mark.parametrize("name", LONG)
def test_every_process_gets_complete_settings(name: str, folder: Path) -> None:
    settings = load_as(Settings, environment(name, folder))
    assert set(SERVICES[name]["environment"]) >= BY_KIND[kind(name)]
    shape = SERVICES[name].get("command", ["monolith"])[-1].replace("-", "_")
    shape = shape if shape in SHAPES else "monolith"
    assert settings.database_user == f"app_{shape}_a"
    assert (settings.jwt_signing_key is not None) == (shape in ("monolith", "platform"))
    assert (settings.search_url is not None) == (shape == "review")
    [phase] = SERVICES[name]["profiles"]
    assert bool(settings.database_replica_hosts) == (phase != "phase1")
    assert (settings.broker_url is not None) == (settings.state_url is not None) == (phase != "phase1")
    if settings.broker_url is not None:
        scheme = settings.broker_url.get_secret_value().partition(":")[0]
        assert scheme == ("amqps" if phase == "phase3" else "rediss")


def test_what_prepares_the_databases_gets_complete_settings(folder: Path) -> None:
    prepared = {name for name in ONCE if name.startswith("prepare")}
    shapes = {SERVICES[name]["environment"]["SHAPES"].replace("-", "_") for name in prepared}
    assert {"monolith", "coocook", "sns_auto", "review", "ai"} == shapes
    for name in prepared:
        given = environment(name, folder)
        assert set(load_as(RolesSettings, given).role_shapes) == set(SHAPES)
        load_as(DatabaseSettings, given)
    load_as(AdminSettings, environment("admin", folder))


def test_each_phase_has_its_processes() -> None:
    def started(profile: str) -> set[tuple[str, str]]:
        names = [name for name in LONG if profile in SERVICES[name]["profiles"]]
        return {(kind(name), SERVICES[name].get("command", ["monolith"])[-1]) for name in names}

    services = {"platform", *FASTAPI}
    assert started("phase1") == {("web", "monolith"), ("beat", "beat")}
    assert started("phase2") == {("web", "monolith"), ("worker", "worker"), ("beat", "beat")}
    assert started("phase3") == {(kind, name) for kind in BY_KIND for name in services}
    for name in LONG:
        assert SERVICES[name].get("command", ["monolith"])[0] in PROCESSES


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_waited_for_is_there_in_the_same_phase(profile: str) -> None:
    there = {name for name, one in SERVICES.items() if profile in one["profiles"]}
    for name in there:
        for needed, condition in SERVICES[name].get("depends_on", {}).items():
            assert needed in there, f"{name} waits for {needed}"
            once = SERVICES[needed]["restart"] == "no"
            assert condition["condition"] == ("service_completed_successfully" if once else "service_healthy")
    published = [name for name in there if "ports" in SERVICES[name]]
    assert len(published) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_pinned_watched_and_closed(name: str) -> None:
    one = SERVICES[name]
    image = DEFAULT.fullmatch(one["image"])
    assert image, "another image, such as one with its digest, can be named"
    if name not in OF_APP:
        assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", image[2]), image[2]
    if name not in ONCE:
        assert one["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    for port in one.get("ports", ()):
        assert port.startswith("127.0.0.1:")
    if name in OF_APP:
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
    for key, value in one.get("environment", {}).items():
        if re.search("PASSWORD|TOKEN|SECRET|_KEY", key):
            assert value.startswith("/run/secrets/"), f"{key} of {name} is no file"
    for volume in one.get("volumes", ()):
        source = volume.partition(":")[0]
        assert source in COMPOSE["volumes"] or (FILE.parent / source).is_file(), source


@pytest.mark.parametrize("name", SERVICES)
def test_the_files_that_a_service_reads_are_its_secrets_and_are_made(name: str, folder: Path) -> None:
    text = yaml.safe_dump(SERVICES[name])
    for script in re.findall(r"\./(\w+\.sh)", text):
        text += (FILE.parent / script).read_text()
    read = set(re.findall(r"/run/secrets/([\w.-]*\w)", text))
    assert read <= set(SERVICES[name].get("secrets", ())) <= set(COMPOSE["secrets"])
    for secret in SERVICES[name].get("secrets", ()):
        assert COMPOSE["secrets"][secret]["file"] == f"./secrets/{secret}"
        assert (folder / secret).read_text().strip()


def test_secrets_are_made_once_and_are_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make(folder)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    (folder / "sns").unlink()
    make(folder)
    after = {path.name: path.read_text() for path in folder.iterdir()}
    assert after.pop("sns") != before.pop("sns")
    assert after == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    ignored = (FILE.parents[2] / ".gitignore").read_text().splitlines()
    assert "app/compose/secrets/" in ignored
