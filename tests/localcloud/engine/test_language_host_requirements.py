import sys
from pathlib import Path

import pytest

from localcloud.engine.language_host_children import Children
from localcloud.engine.language_host_interpreter import OptionError
from localcloud.engine.language_host_requirements import install


def run(directory: Path, **options: str) -> str:
    return b"".join(install(directory, options, Children(), lambda _: None)).decode()


def test_a_project_without_requirements_is_left_alone(tmp_path: Path) -> None:
    assert "has no requirements.txt: nothing to install" in run(tmp_path, virtualenv="venv")
    assert not (tmp_path / "venv").exists()


@pytest.mark.engine
def test_the_virtual_environment_is_made_and_the_requirements_go_into_it(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    run(tmp_path, virtualenv="venv")
    assert (tmp_path / "venv" / "bin" / "python").exists()


def test_what_pip_refuses_is_an_error_with_its_command(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("-r absent.txt\n")
    with pytest.raises(
        OptionError, match=f"`{sys.executable} -m pip install -r requirements.txt` ended with code"
    ):
        run(tmp_path)
