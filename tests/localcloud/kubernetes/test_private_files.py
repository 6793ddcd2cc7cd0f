from pathlib import Path

import pytest

from localcloud.kubernetes.private_files import private_directory, write_private


def test_file_and_its_directory_are_for_their_user_only(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "secret"
    assert write_private(path, "one") is True
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_same_content_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"one")
    before = path.stat().st_mtime_ns
    assert write_private(path, "one") is False
    assert path.stat().st_mtime_ns == before
    assert write_private(path, "two") is True


def test_failed_write_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    write_private(path, "one")

    def fail(source: str, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_private(path, "two")
    assert path.read_text() == "one"
    assert list(tmp_path.iterdir()) == [path]


def test_directory_is_made_once(tmp_path: Path) -> None:
    assert private_directory(tmp_path / "a" / "b") == private_directory(tmp_path / "a" / "b")
