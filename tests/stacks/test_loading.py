import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime import set_all_config

from stacks.loading import phase_from_config, phase_from_file
from stacks.reading import PHASE_KEY, ConfigurationError, read_config
from tests.phases import FILES, PHASES, ROOT
from tests.recording import record


def test_the_stack_files_are_the_phases() -> None:
    assert list(PHASES) == ["phase1", "phase2", "phase3"]


@pytest.fixture(autouse=True)
def no_config() -> Iterator[None]:
    set_all_config({})
    yield
    set_all_config({})


@pytest.mark.parametrize("name", PHASES)
def test_pulumi_hands_over_what_the_files_say(name: str) -> None:
    values = {**read_config(ROOT / "Pulumi.yaml"), **read_config(FILES[name])}
    set_all_config({key: json.dumps(value) for key, value in values.items()})
    seen: list[object] = []
    record(lambda: seen.append(phase_from_config()), preview=False, stack=name)
    assert seen == [PHASES[name]]


@pytest.mark.parametrize(
    ("section", "name", "values", "words"),
    [
        ("databases", "platform", {"storage_gib": 40}, "storage_gib: got 40; allowed: 50 or more, as in the"),
        ("databases", "platform", {"backup_days": 1}, "backup_days: got 1; allowed: 7 or more"),
        ("databases", "platform", {"protected": False}, "protected: got False; allowed: True"),
        (
            "caches",
            "state",
            {"node_type": "cache.t4g.small"},
            "node_type: got cache.t4g.small; allowed: cache",
        ),
        ("caches", "state", {"snapshot_days": 1}, "snapshot_days: got 1; allowed: 7 or more"),
    ],
)
def test_a_phase_that_shrinks_a_store_is_refused(
    section: str, name: str, values: dict[str, object], words: str
) -> None:
    written: Any = read_config(FILES["phase3"])[PHASE_KEY]
    written[section][name].update(values)
    set_all_config({PHASE_KEY: json.dumps(written)})

    def program() -> None:
        with pytest.raises(ConfigurationError, match=f"{section}.{name}.{words}") as refused:
            phase_from_config()
        assert "Pulumi.phase3.yaml has less of a store than Pulumi.phase2.yaml" in str(refused.value)

    record(program, preview=False, stack="phase3")


def test_a_stack_without_a_phase_is_refused() -> None:
    def program() -> None:
        with pytest.raises(
            ConfigurationError, match=r"Pulumi\.empty\.yaml: got no softfactory:phase; allowed: a section"
        ):
            phase_from_config()

    record(program, preview=False, stack="empty")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "config: {softfactory:phase: 3}",
            "softfactory:phase: got 3; allowed: a section with the keys databases,",
        ),
        (
            "config: {other: 3}",
            "Pulumi.x.yaml: got no softfactory:phase; allowed: a section with the keys databases,",
        ),
        ("config: [1]", "Pulumi.x.yaml: got no section config"),
        ("", "Pulumi.x.yaml: got no section config"),
        ("config: {", "Pulumi.x.yaml cannot be read"),
    ],
)
def test_a_file_that_is_no_phase_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "Pulumi.x.yaml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=words):
        phase_from_file(path)
