"""Celery's beat, which is heard to stop also while it connects to a broker that does not answer."""

import signal
from typing import Any

from celery.apps import beat

# What is raised within a callback, as TLS has some, is lost there: it is raised again until it ends the loop.
AGAIN_SECONDS = 1.0


class Beat(beat.Beat):  # type: ignore[misc]  # Celery has no types
    def install_sync_handler(self, service: Any) -> None:
        def stop(*_: object) -> None:
            signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
            raise SystemExit

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(number, stop)

    def start_scheduler(self) -> None:
        try:
            # Its service ends on SystemExit, and then writes down when what was last done.
            super().start_scheduler()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
