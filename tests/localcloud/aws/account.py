"""An empty account of moto in this process."""

from collections.abc import Iterator
from contextlib import contextmanager

import moto


@contextmanager
def empty_account() -> Iterator[None]:
    """As `mock_aws`, which makes every backend anew at its start and at its end: the end is enough."""
    mock = moto.mock_aws()
    mock.start(reset=False)
    try:
        yield
    finally:
        mock.stop()
