"""The table of processes is the app's own, though nothing of the program imports the app."""

import re
from typing import get_args

import pytest

from app.database.roles import group_of
from app.domain.catalog import QUEUES
from app.domain.deployments import SHAPES
from app.processes.__main__ import FASTAPI, STAGES
from app.processes.__main__ import PROCESSES as SCRIPTS
from components.workloads.app_process import (
    PROCESSES,
    ProcessName,
    QueueName,
    beat_command,
    migrate_command,
    roles_command,
    shape,
    web_command,
    worker_command,
)
from stacks.logins import OWNER, group
from tests.phases import ROOT

NOT_WEB = {"worker", "beat", "migrate", "roles", "broker-users", "admin", "telegram"}
DOMAIN = ROOT / "app/domain"


def test_the_processes_are_the_apps_web_processes() -> None:
    assert set(PROCESSES) == set(get_args(ProcessName)) == SCRIPTS.keys() - NOT_WEB
    assert {shape(name) for name in PROCESSES} == set(SHAPES)
    assert {name for name, process in PROCESSES.items() if process.framework == "fastapi"} == set(FASTAPI)


def test_the_queues_are_the_apps() -> None:
    assert get_args(QueueName) == QUEUES


@pytest.mark.parametrize("name", PROCESSES)
def test_what_starts_a_process_is_a_start_script_of_the_app(name: ProcessName) -> None:
    for command in (web_command(name), worker_command(name), beat_command(name), roles_command()):
        assert command[:3] == ["python", "-m", "app.processes"]
        assert command[3] in SCRIPTS
    assert worker_command(name)[4:] == beat_command(name)[4:] == [name]
    assert migrate_command([name, "ai"])[4:] == [STAGES[0], name, "ai"]


@pytest.mark.parametrize("name", PROCESSES)
def test_the_roles_are_called_what_the_app_calls_them(name: ProcessName) -> None:
    assert group(name) == group_of(shape(name))
    assert OWNER == "app_owner"


def of(name: ProcessName) -> str:
    """Return the source of all that a process serves."""
    files = [path for service in SHAPES[shape(name)] for path in (DOMAIN / service).glob("*.py")]
    return "\n".join(path.read_text() for path in files)


@pytest.mark.parametrize("name", [name for name in PROCESSES if name != "monolith"])
def test_a_process_asks_whom_its_source_asks(name: ProcessName) -> None:
    paths = re.findall(r"neighbours\.get\(call, f?\"(/api/\w+)", of(name))
    served: dict[str, ProcessName] = {"/api/coocook": "coocook"}
    assert {served.get(path, "platform") for path in paths} - {name} == set(PROCESSES[name].asks)


def test_the_monolith_asks_nobody() -> None:
    assert PROCESSES["monolith"].asks == ()


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_reaches_outside_as_its_source_does(name: ProcessName) -> None:
    source = of(name)
    assert PROCESSES[name].takes_payments is ("outside.payments" in source)
    assert PROCESSES[name].searches is ("outside.search" in source)
    assert PROCESSES[name].signs_in is ("platform" in SHAPES[shape(name)])
