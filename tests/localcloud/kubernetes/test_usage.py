from typing import Any

import pytest

from localcloud.kubernetes.usage import Amount, requested, usages

GIB = {"cpu": "1500m", "memory": "1Gi"}


def container(cpu: str, memory: str, **more: str) -> dict[str, Any]:
    return {"resources": {"requests": {"cpu": cpu, "memory": memory}}, **more}


def pod(node: str, phase: str = "Running") -> dict[str, Any]:
    return {
        "spec": {"nodeName": node, "containers": [container("250m", "512Mi")]},
        "status": {"phase": phase},
    }


@pytest.mark.parametrize(
    ("spec", "cpu", "memory"),
    [
        ({"containers": [container("0.25", "512Mi"), container("100m", "1Gi")]}, 350, 1536),
        ({"containers": [{}]}, 0, 0),
        ({"containers": [container("1m", "1M")]}, 1, 1),
        ({"containers": [container("250m", "512Mi")], "initContainers": [container("1", "64Mi")]}, 1000, 512),
        (
            {
                "containers": [container("250m", "512Mi")],
                "initContainers": [container("50m", "64Mi", restartPolicy="Always")],
            },
            300,
            576,
        ),
        ({"containers": [container("250m", "512Mi")], "overhead": GIB}, 1750, 1536),
    ],
)
def test_a_pod_asks_for_what_the_scheduler_keeps_free(spec: dict[str, Any], cpu: int, memory: int) -> None:
    assert requested(spec) == Amount(cpu_millicores=cpu, memory_mib=memory, pods=1)


def test_each_node_has_its_pods_and_none_that_have_ended_or_have_no_node_yet() -> None:
    nodes = [
        {
            "metadata": {"name": name, "labels": {"node.kubernetes.io/instance-type": "t4g.large"}},
            "status": {"allocatable": {"cpu": "1930m", "memory": "7078Mi", "pods": "35"}},
        }
        for name in ("b", "a")
    ]
    pods = [pod("a"), pod("a", "Pending"), pod("a", "Succeeded"), pod("a", "Failed"), pod("")]
    found = usages(nodes, pods)
    assert [(node.name, node.instance_type) for node in found] == [("a", "t4g.large"), ("b", "t4g.large")]
    assert found[0].words() == "CPU 500 of 1,930m (26%), memory 1,024 of 7,078 MiB (14%), 2 of 35 pods"
    assert found[1].requested == Amount(cpu_millicores=0, memory_mib=0, pods=0)
