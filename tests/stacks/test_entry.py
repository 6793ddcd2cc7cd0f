import pytest

from stacks.entry import entry_workload
from tests.phases import PHASES


@pytest.mark.parametrize("phase", PHASES)
def test_who_listens_is_the_gateway_where_there_is_one(phase: str) -> None:
    spec = PHASES[phase]
    assert entry_workload(spec) == ("gateway" if spec.gateway else "platform")
    assert entry_workload(spec) in {"gateway", *spec.web_services}


def test_one_phase_has_a_gateway() -> None:
    assert [spec.gateway is not None for spec in PHASES.values()] == [False, False, True]
