"""The whole platform of each phase as the program asks for it, recorded once for all tests of a worker."""

import gc
import json
import runpy
from functools import cache
from unittest.mock import patch

from pulumi import log
from pulumi.runtime import set_all_config

from stacks.reading import read_config
from tests.phases import FILES, ROOT
from tests.recording import Recording, record


@cache
def platform(phase: str, preview: bool = False) -> Recording:
    """The recording of a phase, of which the program is told as Pulumi does; to be read only."""
    values = {**read_config(ROOT / "Pulumi.yaml"), **read_config(FILES[phase])}
    set_all_config({key: json.dumps(value) for key, value in values.items()})
    try:
        # What the program switches off would be off in every test after this one.
        with patch.object(gc, "disable"), patch.object(log, "debug"):
            return record(lambda: runpy.run_path(str(ROOT / "__main__.py")), preview=preview, stack=phase)
    finally:
        set_all_config({})
