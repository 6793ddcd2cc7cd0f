import pytest

from app.backing import packages
from app.backing.phase import UnknownPhase, names, read


def test_every_phase_can_be_read_and_has_what_runs_it() -> None:
    assert names() == ["phase1", "phase2", "phase3"]
    for name in names():
        phase = read(name)
        assert phase.databases, name
        assert phase.web.workers > 0, name
        needed = packages.programs(phase)
        assert ("rabbitmq-server" in needed, "mvn" in needed) == (phase.broker, phase.search)


def test_the_phases_differ_as_the_diagrams_say() -> None:
    one, two, three = (read(name) for name in names())
    assert (dict(one.databases), dict(two.databases)) == ({"platform": 0}, {"platform": 2})
    assert (one.split, two.split, three.split) == (False, False, True)
    assert (one.caches["cache"].state, two.caches["state"].state) == (False, True)
    assert three.caches["cache-cluster"].shards > 1
    assert (two.broker, three.broker, two.search, three.search) == (False, True, False, True)
    assert set(three.databases) == {"platform", "coocook", "sns-auto", "review", "ai-automation"}


def test_a_phase_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(UnknownPhase, match="there is no phase 'phase4'; there are phase1, phase2, phase3"):
        read("phase4")
