import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pulumi.runtime import set_all_config

from stacks.reading import ConfigurationError, installation_from_config, installation_from_file, read_config
from tests.phases import FILES, INSTALLATION, ROOT
from tests.recording import record


@pytest.fixture(autouse=True)
def no_config() -> Iterator[None]:
    set_all_config({})
    yield
    set_all_config({})


def test_pulumi_hands_over_what_the_project_file_says() -> None:
    set_all_config({key: json.dumps(value) for key, value in read_config(ROOT / "Pulumi.yaml").items()})
    seen: list[object] = []
    record(lambda: seen.append(installation_from_config()), preview=False)
    assert seen == [INSTALLATION]


def test_a_project_without_an_installation_is_refused() -> None:
    def program() -> None:
        with pytest.raises(
            ConfigurationError, match=r"Pulumi\.yaml: got no softfactory:installation; allowed: a section"
        ):
            installation_from_config()

    record(program, preview=False)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Pulumi\.none\.yaml cannot be read"):
        read_config(tmp_path / "Pulumi.none.yaml")


def test_the_installation_is_in_the_project_file_only() -> None:
    with pytest.raises(ConfigurationError, match="got no softfactory:installation"):
        installation_from_file(FILES["phase1"])


def test_no_stack_file_holds_anything_but_the_phase() -> None:
    for path in FILES.values():
        assert list(read_config(path)) == ["softfactory:phase"]
