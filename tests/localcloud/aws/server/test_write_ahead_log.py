"""The log gives back what was appended, drops a torn end, and refuses any other damage."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from localcloud.aws.server.write_ahead_log import CorruptLog, WriteAheadLog

PAYLOADS = [b"first", b"", b"third " * 50]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "log"
    log = WriteAheadLog(path)
    for payload in PAYLOADS:
        log.append(payload)
        log.flush()
    log.close()
    return path


def _read(path: Path) -> list[bytes]:
    return list(WriteAheadLog(path).read())


def _start_of_last(path: Path) -> int:
    return path.stat().st_size - len(PAYLOADS[-1]) - 32


def test_gives_back_what_was_appended(path: Path) -> None:
    assert _read(path) == PAYLOADS
    assert path.stat().st_mode & 0o777 == 0o600


def test_drops_an_append_cut_anywhere_and_goes_on_from_there(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(_start_of_last(path), len(whole)):
        path.write_bytes(whole[:length])
        log = WriteAheadLog(path)
        assert list(log.read()) == PAYLOADS[:-1]
        log.append(b"next")
        log.flush()
        log.close()
        assert _read(path) == [*PAYLOADS[:-1], b"next"]


def test_drops_an_append_whose_blocks_were_never_filled(path: Path) -> None:
    whole = path.read_bytes()
    for length in (_start_of_last(path), _start_of_last(path) + 5, len(whole) - 1):
        path.write_bytes(whole[:length].ljust(len(whole), b"\0"))
        assert _read(path) == PAYLOADS[:-1]


def test_refuses_damage_before_the_end_and_names_the_place(path: Path) -> None:
    whole = path.read_bytes()
    for offset in range(_start_of_last(path)):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :])
        with pytest.raises(CorruptLog, match=rf"{path} is damaged at byte \d+ of {len(whole)}"):
            _read(path)


def test_refuses_a_whole_last_frame_that_is_not_what_was_written(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"!")
    with pytest.raises(CorruptLog):
        _read(path)


def test_a_failed_append_leaves_no_trace(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    log = WriteAheadLog(path)
    monkeypatch.setattr("os.fdatasync", full)
    log.append(b"lost")
    with pytest.raises(OSError, match="No space"):
        log.flush()
    log.close()
    assert _read(path) == PAYLOADS


def test_clear_empties_the_file(path: Path) -> None:
    log = WriteAheadLog(path)
    log.clear()
    log.append(b"new")
    log.flush()
    assert log.records == 1
    assert _read(path) == [b"new"]


def test_what_waits_together_is_written_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    log = WriteAheadLog(path)
    monkeypatch.setattr("os.fdatasync", written.append)
    for record in (b"one", b"", b"three"):
        log.append(record)
    assert _read(path) == PAYLOADS, "not before a flush"
    log.flush()
    log.flush()
    assert len(written) == 1
    assert _read(path) == [*PAYLOADS, b"one", b"", b"three"]


def test_threads_that_flush_at_once_lose_nothing(path: Path) -> None:
    log = WriteAheadLog(path)
    log.clear()
    records = [f"{number}".encode() for number in range(200)]

    def work(record: bytes) -> None:
        log.append(record)
        log.flush()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, records))
    assert sorted(_read(path)) == sorted(records)


def test_what_waits_when_the_log_is_emptied_is_in_the_snapshot(path: Path) -> None:
    log = WriteAheadLog(path)
    log.append(b"waits")
    log.clear()
    log.flush()
    assert _read(path) == []
    assert log.records == 0
