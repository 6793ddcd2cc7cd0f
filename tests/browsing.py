"""The browser of the tests: Debian's Chromium, without a window."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from app.backing.process import program


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield it, running."""
    with sync_playwright() as playwright:
        # Whoever runs the tests may be root, and shared memory may be small.
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        opened = playwright.chromium.launch(executable_path=program("chromium"), args=arguments)
        yield opened
        opened.close()
