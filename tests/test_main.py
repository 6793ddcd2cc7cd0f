import gc
import inspect

import pytest
from pulumi import log

from tests.phases import FILES
from tests.platforms import platform


@pytest.mark.parametrize("phase", FILES)
def test_the_program_runs_from_the_files_as_pulumi_hands_them_over(phase: str) -> None:
    recording = platform(phase)
    assert recording.exports["cluster_name"] == "softfactory"
    assert recording.of("aws:eks/cluster:Cluster").keys() == {"softfactory"}


def test_what_it_switches_off_is_on_in_the_tests() -> None:
    platform("phase1")
    assert gc.isenabled()
    assert inspect.getmodule(log.debug) is log
