import sys
from pathlib import Path

import pytest

from localcloud.engine.language_host_interpreter import OptionError, interpreter


def virtual_environment(home: Path) -> Path:
    python = home / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch(mode=0o755)
    return python


def test_without_options_the_program_runs_on_our_own_python(tmp_path: Path) -> None:
    assert interpreter(tmp_path, {}).executable == Path(sys.executable)


@pytest.mark.parametrize("options", [{"virtualenv": "venv"}, {"virtualenv": "venv", "toolchain": "uv"}])
def test_a_virtual_environment_is_relative_to_the_project_and_active(
    options: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    monkeypatch.setenv("PATH", "/usr/bin")
    python = virtual_environment(tmp_path / "venv")
    found = interpreter(tmp_path, options)
    assert found.executable == python
    assert found.environment["PATH"] == f"{python.parent}:/usr/bin"
    assert found.environment["VIRTUAL_ENV"] == str(tmp_path / "venv")
    assert "PYTHONHOME" not in found.environment


def test_an_absolute_virtual_environment_is_taken_as_it_is(tmp_path: Path) -> None:
    python = virtual_environment(tmp_path / "elsewhere")
    assert interpreter(Path("/project"), {"virtualenv": str(tmp_path / "elsewhere")}).executable == python


def test_uv_keeps_its_environment_in_dot_venv(tmp_path: Path) -> None:
    python = virtual_environment(tmp_path / ".venv")
    assert interpreter(tmp_path, {"toolchain": "uv"}).executable == python


def test_an_absent_virtual_environment_is_refused_with_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as raised:
        interpreter(tmp_path, {"virtualenv": "venv"})
    assert f"`python3 -m venv {tmp_path / 'venv'}`" in str(raised.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"toolchain": "poetry"}, "toolchain to 'poetry', unknown to this language host; it knows pip, uv"),
        ({"typechecker": "pyre"}, "typechecker to 'pyre', unknown to .*; it knows none, mypy, pyright"),
    ],
)
def test_an_unknown_option_value_is_refused_with_the_known_ones(
    options: dict[str, str], words: str, tmp_path: Path
) -> None:
    with pytest.raises(OptionError, match=words):
        interpreter(tmp_path, options)


@pytest.mark.parametrize(("option", "module"), [("mypy", ("mypy",)), ("pyright", ("pyright",)), ("", ())])
def test_the_type_checker_is_the_one_asked_for(option: str, module: tuple[str, ...], tmp_path: Path) -> None:
    assert interpreter(tmp_path, {"typechecker": option}).typecheck == module


def test_the_version_is_a_bare_number(tmp_path: Path) -> None:
    assert interpreter(tmp_path, {}).version() == ".".join(map(str, sys.version_info[:3]))
