import pytest

from stacks.demand import answering, demands, quota
from tests.phases import PHASES


@pytest.mark.parametrize("phase", PHASES)
def test_every_workload_is_in_it(phase: str) -> None:
    spec = PHASES[phase]
    assert [demand.workload for demand in demands(spec)] == [
        *spec.web_services,
        *(["gateway"] if spec.gateway else []),
        *(f"{name}-worker" for name in spec.workers),
        *(f"{name}-beat" for name in spec.beats),
        *(["prometheus", "alertmanager", "grafana", "jaeger"] if spec.monitoring else []),
        *(f"{name}-{job}" for name in spec.databases for job in ("roles", "migrate")),
        *(f"{name}-users" for name in spec.brokers),
    ]


def test_a_rollout_adds_its_surge_and_leaves_pods_to_end() -> None:
    found = {
        demand.workload: (demand.pods, demand.most, demand.extra) for demand in demands(PHASES["phase2"])
    }
    assert found == {
        "platform": (3, 3, 2),
        "jobs-worker": (4, 4, 1),
        "jobs-beat": (1, 1, 1),
        "platform-roles": (0, 0, 1),
        "platform-migrate": (0, 0, 1),
    }


def test_the_quota_holds_all_of_it_and_no_more() -> None:
    assert quota(PHASES["phase1"]) == {
        "pods": str((3 + 1) + (1 + 1) + 2),
        "requests.cpu": f"{4 * 250 + 2 * 50 + 2 * 50}m",
        "requests.memory": f"{4 * 512 + 2 * 192 + 2 * 192}Mi",
        "limits.memory": f"{4 * 704 + 2 * 320 + 2 * 320}Mi",
    }


@pytest.mark.parametrize("phase", PHASES)
def test_who_is_always_there_is_who_serves_and_who_works(phase: str) -> None:
    pods = {demand.workload for demand in demands(PHASES[phase]) if demand.pods}
    tools = {"prometheus", "alertmanager", "grafana", "jaeger"}
    assert set(answering(PHASES[phase])) == {
        name for name in pods if name not in tools and not name.endswith("-beat")
    }
