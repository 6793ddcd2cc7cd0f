"""`python -m localcloud.toolchain`: installs what is missing of the embedded cloud's programs."""

import signal
import sys

from localcloud.progress import say
from localcloud.toolchain.errors import ToolchainError
from localcloud.toolchain.install import install


def main() -> int:
    """0 when every program is there, 1 with one sentence when one cannot be had, 130 when interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        installed = install()
    except ToolchainError as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; `make toolchain` goes on where this stopped")
        return 130
    say(f"toolchain: {', '.join(installed)} installed" if installed else "toolchain: everything is there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
