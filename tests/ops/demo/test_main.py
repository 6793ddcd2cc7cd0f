from pathlib import Path

import pytest

from ops.demo.__main__ import FOLDER, AlreadyRunning, alone, main


@pytest.fixture(autouse=True)
def _somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_phase_has_one_demo_whose_files_a_second_leaves_alone() -> None:
    with alone("phase1") as folder:
        (folder / "kept").touch()
        assert folder.stat().st_mode & 0o777 == 0o700
        with pytest.raises(AlreadyRunning, match="phase1 runs already"), alone("phase1"):
            pass
        assert (folder / "kept").exists()
        with alone("phase2"):
            pass
    assert not folder.exists()


def test_what_a_killed_one_has_left_is_gone() -> None:
    left = FOLDER / "phase1" / "secrets"
    left.mkdir(parents=True)
    with alone("phase1") as folder:
        assert list(folder.iterdir()) == []


def test_without_a_demo_there_is_nothing_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phase2", "--show"]) == 1
    assert "make demo PHASE=phase2" in capsys.readouterr().err
