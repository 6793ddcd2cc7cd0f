import gc
import json
import runpy

import pytest
from pulumi.runtime import set_all_config

from stacks.reading import read_config
from tests.phases import FILES, ROOT
from tests.recording import record


@pytest.mark.parametrize("phase", FILES)
def test_the_program_runs_from_the_files_as_pulumi_hands_them_over(
    phase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "disable", lambda: None)  # it would be off in every test after this one
    values = {**read_config(ROOT / "Pulumi.yaml"), **read_config(FILES[phase])}
    set_all_config({key: json.dumps(value) for key, value in values.items()})
    try:
        recording = record(lambda: runpy.run_path(str(ROOT / "__main__.py")), preview=False, stack=phase)
    finally:
        set_all_config({})
    assert recording.exports["cluster_name"] == "softfactory"
    assert recording.of("aws:eks/cluster:Cluster").keys() == {"softfactory"}
