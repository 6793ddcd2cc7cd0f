import sys

import pytest

from localcloud.progress import elapsed, step


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (12.3, "12 s"), (59.7, "1 min 0 s"), (200, "3 min 20 s")],
)
def test_elapsed_time_in_words(seconds: float, words: str) -> None:
    assert elapsed(seconds) == words


def test_a_step_says_when_it_starts_and_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    with step("etcd", "building", "built"):
        pass
    assert capsys.readouterr().err.splitlines() == ["etcd: building …", "etcd: built after 0.0 s"]


def test_a_step_that_fails_does_not_say_that_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="broken"), step("etcd", "building", "built"):
        raise ValueError("broken")
    assert capsys.readouterr().err.splitlines()[-1] == "etcd: stopped after 0.0 s"


def test_on_a_terminal_the_ticking_line_is_erased_at_the_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with step("etcd", "building", "built"):
        pass
    shown = capsys.readouterr().err
    assert shown == "\retcd: building …\x1b[K\r\x1b[Ketcd: built after 0.0 s\n"
