from localcloud.kubernetes.provider.readiness.state import READY, condition, failed, is_observed, waiting


def test_states_exclude_each_other() -> None:
    assert (READY.ready, READY.failed) == (True, False)
    assert (waiting("a").ready, waiting("a").failed) == (False, False)
    assert (failed("a").ready, failed("a").failed) == (False, True)


def test_missing_condition_is_empty() -> None:
    assert condition({}, "Ready") == {}
    assert condition({"status": {"conditions": None}}, "Ready") == {}
    found = {"status": {"conditions": [{"type": "Other"}, {"type": "Ready", "status": "True"}]}}
    assert condition(found, "Ready")["status"] == "True"


def test_change_is_observed_when_the_controller_has_reached_its_generation() -> None:
    assert is_observed({"metadata": {"generation": 2}, "status": {"observedGeneration": 2}})
    assert not is_observed({"metadata": {"generation": 2}, "status": {"observedGeneration": 1}})
    assert not is_observed({"metadata": {"generation": 1}})
