"""docs/app.md names what there is."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from app.process_settings import BeatSettings, WebSettings, WorkerSettings
from app.processes.__main__ import PROCESSES
from app.settings import (
    AdminSettings,
    BrokerUsersSettings,
    DatabaseSettings,
    EnvironmentSettings,
    RolesSettings,
    Settings,
)

PAGE = Path(__file__).parents[2] / "docs" / "app.md"
BEGIN, END = "<!-- settings -->\n", "<!-- /settings -->\n"
# Whose settings, in the words of the page.
GROUPS: dict[str, type[EnvironmentSettings]] = {
    "every process": DatabaseSettings,
    "`roles`": RolesSettings,
    "`broker-users`": BrokerUsersSettings,
    "`admin`": AdminSettings,
    "web processes": WebSettings,
    "`worker`": WorkerSettings,
    "`beat`": BeatSettings,
    "web processes, `worker`, `beat`, `telegram`": Settings,
}


def row(name: str, field: FieldInfo) -> str:
    needed = "yes" if field.is_required() else "no"
    secret = ", secret" if "SecretStr" in str(field.annotation) else ""
    return f"| `{name.upper()}` | {needed}{secret} | {field.description} |"


def table() -> Iterator[str]:
    yield "| Variable | Needed | What it is |"
    yield "|---|---|---|"
    for who, model in GROUPS.items():
        inherited = DatabaseSettings.model_fields if model is not DatabaseSettings else {}
        yield f"| **{who}** | | |"
        yield from (row(name, field) for name, field in model.model_fields.items() if name not in inherited)


def test_the_table_of_settings_is_fresh() -> None:
    fresh = "\n".join(table()) + "\n"
    assert PAGE.read_text().partition(BEGIN)[2].partition(END)[0] == fresh, fresh


def test_every_setting_says_what_it_is() -> None:
    for model in GROUPS.values():
        for name, field in model.model_fields.items():
            assert field.description, name
            assert field.description.endswith("."), name


def test_every_start_script_is_named() -> None:
    scripts = PAGE.read_text().partition("## Start scripts")[2].partition("## Settings")[0]
    named = {name.split()[0] for name in re.findall(r"`([a-z][a-z-]*(?: [A-Za-z …]+)?)`", scripts)}
    assert set(PROCESSES) <= named
