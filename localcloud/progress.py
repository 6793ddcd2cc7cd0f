"""Progress lines with elapsed time, on standard error so that standard output stays free for results."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Prints one line for the person who waits."""
    print(text, file=sys.stderr, flush=True)


def elapsed(seconds: float) -> str:
    """12.3 → "12 s", 0.42 → "0.4 s", 200 → "3 min 20 s"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextmanager
def step(subject: str, doing: str, done: str) -> Iterator[None]:
    """One line when the work starts and one when it ends; on a terminal the time ticks in between.

    A step that fails says so with its elapsed time, and the error goes on.
    """
    terminal = sys.stderr.isatty()
    started = time.monotonic()
    finished = threading.Event()

    def tick() -> None:
        while not finished.wait(1):
            _redraw(f"{subject}: {doing} … {elapsed(time.monotonic() - started)}")

    if not terminal:
        say(f"{subject}: {doing} …")
    ticker = threading.Thread(target=tick, daemon=True)
    if terminal:
        _redraw(f"{subject}: {doing} …")
        ticker.start()
    word = "stopped"
    try:
        yield
        word = done
    finally:
        finished.set()
        if terminal:
            ticker.join()
            _redraw("")
        say(f"{subject}: {word} after {elapsed(time.monotonic() - started)}")


def _redraw(line: str) -> None:
    """Replaces the terminal's current line (carriage return, text, erase to the end of the line)."""
    print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)
