import pytest

from app.jobs.configuration import configuration
from app.settings import load
from stacks.broker_connections import broker_accounts
from stacks.connections import Account
from stacks.phase_spec import PhaseSpec
from tests.app.settings_values import COMPLETE
from tests.phases import PHASES


def account(spec: PhaseSpec) -> Account:
    (found,) = broker_accounts(spec.brokers, spec.workloads({name: name for name in spec.databases}))
    return found


def test_the_smallest_broker_takes_all_of_phase_3_in_a_rollout() -> None:
    found = account(PHASES["phase3"])
    # 24 web pods of 4 workers, 8 pods of 8 children and their parent, 6 beats.
    assert found.rolling == 24 * 4 + 8 * (8 + 2) + 6
    assert (found.allows, found.planned) == (300, 240)
    assert found.with_ending == found.rolling + 6 * 4 + 6 * (8 + 2)
    assert found.fits
    assert "web_services.platform (4 + 1) pods × 4 workers = 20" in str(found)
    assert "workers.sns-auto 2 pods × (8 children + 2 of their parent) = 20" in str(found)


def test_it_would_not_take_pools_of_ten() -> None:
    found = account(PHASES["phase3"])
    assert found.rolling * 10 > found.allows


def test_a_process_keeps_one_connection() -> None:
    assert (
        configuration(load({**COMPLETE, "BROKER_URL": "amqps://app:x@host/"}), "platform")[
            "broker_pool_limit"
        ]
        == 1
    )


@pytest.mark.parametrize("phase", ["phase1", "phase2"])
def test_where_there_is_no_broker_there_is_nothing_to_add_up(phase: str) -> None:
    spec = PHASES[phase]
    assert not list(broker_accounts(spec.brokers, spec.workloads({name: name for name in spec.databases})))
