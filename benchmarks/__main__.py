"""`python -m benchmarks [NAME…]`: runs the measurements and prints a table of each."""

import sys

from benchmarks import app, bindings, deployments, fast_tests, growth
from benchmarks.table import show

MEASUREMENTS = {
    "app": app.measure,
    "bindings": bindings.measure,
    "deployments": deployments.measure,
    "growth": growth.measure,
    "fast-tests": fast_tests.measure,
}


def main() -> None:
    """Runs those named, all by default; a name that is not known is refused with those that are."""
    names = sys.argv[1:] or list(MEASUREMENTS)
    for name in names:
        if name not in MEASUREMENTS:
            sys.exit(f"there is no measurement {name!r}; there are {', '.join(MEASUREMENTS)}")
    for name in names:
        show(name, MEASUREMENTS[name]())


if __name__ == "__main__":
    main()
