"""Rules of the house that no linter knows."""

from pathlib import Path

import pytest

from app.domain.catalog import TASKS

APP = Path(__file__).parents[2] / "app"
SOURCES = sorted(path for path in APP.rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(APP)))
def test_files_are_small_and_named_for_what_they_are(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 250
    assert not {"utils", "common", "helpers", "lib", "manager", "misc"} & set(path.with_suffix("").parts)


def test_only_who_starts_processes_reads_the_environment() -> None:
    readers = {
        path.relative_to(APP).parts[0]
        for path in SOURCES
        if "os.environ" in path.read_text() and path.name != "multiprocess.py"
    }
    assert readers <= {"processes", "backing", "image"}


def test_every_task_that_is_asked_for_exists() -> None:
    asked = [part.split('"')[1] for path in SOURCES for part in path.read_text().split("call.later(")[1:]]
    assert set(asked) == set(TASKS)
