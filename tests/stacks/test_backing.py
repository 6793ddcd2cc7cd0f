import json
from collections.abc import Callable

import pytest

from stacks.backing import stores  # noqa: F401 - what it makes of each phase's stores is read from the whole
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]


def addresses(recording: Recording, process: str) -> dict[str, str]:
    found = recording.one("kubernetes:core/v1:Secret", f"{process}-settings").inputs["stringData"]
    return {key: value for key, value in found.items() if key.endswith("-url")}


def plain(recording: Recording, process: str, setting: str) -> str:
    return str(recording.one("kubernetes:core/v1:ConfigMap", f"{process}-settings").inputs["data"][setting])


def test_the_first_phase_has_a_cache_and_no_queue(platform: Platform) -> None:
    recording = platform("phase1", False)
    password = "drawn-by-this-run"
    assert addresses(recording, "monolith") == {
        "cache-url": f"rediss://default:{password}@primary.cache-id:6379/0"
    }
    assert plain(recording, "monolith", "CACHE_CLUSTER") == "false"


def test_jobs_and_sessions_are_kept_apart_from_the_cache(platform: Platform) -> None:
    found = addresses(platform("phase2", False), "monolith")
    assert found.keys() == {"cache-url", "state-url", "broker-url"}
    assert "@primary.cache-id:6379/0" in found["cache-url"]
    assert "@primary.state-id:6379/0" in found["state-url"]
    # Beside the sessions, in a database of its own.
    assert "@primary.state-id:6379/1" in found["broker-url"]


@pytest.mark.parametrize("process", ["platform", "ai"])
def test_the_last_phase_has_a_cluster_a_broker_and_an_index(platform: Platform, process: str) -> None:
    recording = platform("phase3", False)
    found = addresses(recording, process)
    assert "@config.cache-cluster-id:6379/0" in found["cache-url"]
    assert plain(recording, process, "CACHE_CLUSTER") == "true"
    # Not as the broker's first user, who may do everything with it.
    logins = recording.one("kubernetes:core/v1:Secret", "jobs-users-settings").inputs["stringData"]
    passwords = json.loads(logins["broker-passwords"])
    assert found["broker-url"].startswith(f"amqps://app_a:{passwords['app_a']}@")
    assert found["broker-url"].endswith(".mq.us-east-1.on.aws:5671")
    assert found["search-url"].startswith("https://")
    assert "@primary.state-id:6379/0" in found["state-url"]
