import pytest

from stacks.promotion_size import as_used
from tests.phases import PHASES

SPEC = PHASES["phase3"]
ALL = dict.fromkeys(SPEC.databases, "platform")
IN_THE_END = {name: name for name in SPEC.databases}


def test_where_all_are_on_their_own_nothing_changes() -> None:
    assert as_used(SPEC.web_services, IN_THE_END, SPEC.promotion) == SPEC.web_services


def test_who_shares_a_database_has_the_small_pools_and_is_counted_there() -> None:
    assert SPEC.promotion
    for name, size in as_used(SPEC.web_services, ALL, SPEC.promotion).items():
        own = SPEC.web_services[name]
        assert size.database == "platform"
        assert (size.pool.size, size.pool.max_overflow) == (2, 0)
        assert size.pool.recycle_seconds == own.pool.recycle_seconds
        assert size.reader_pool == SPEC.promotion.reader_pool
        kept = {"database", "pool", "reader_pool"}
        assert size.model_dump(exclude=kept) == own.model_dump(exclude=kept)


def test_who_is_cut_over_has_its_own_pools_and_the_rest_have_not() -> None:
    used = {**ALL, "coocook": "coocook"}
    found = as_used(SPEC.web_services, used, SPEC.promotion)
    assert found["coocook"] == SPEC.web_services["coocook"]
    assert {name for name, size in found.items() if size != SPEC.web_services[name]} == {
        *SPEC.web_services
    } - {"coocook"}


@pytest.mark.parametrize("phase", ["phase1", "phase2"])
def test_a_phase_of_one_database_has_no_such_pools(phase: str) -> None:
    spec = PHASES[phase]
    assert spec.promotion is None
    assert as_used(spec.web_services, {"platform": "platform"}, None) == spec.web_services
