import json
from pathlib import Path
from typing import Any

import pytest

from localcloud.cloud import addresses
from localcloud.cloud.cloud import Cloud


@pytest.mark.parametrize(
    ("text", "moved", "expected"),
    [
        ("https://127.0.0.1:20005/x", {20005: 20006}, "https://127.0.0.1:20006/x"),
        (
            '{\\"server\\": \\"https://127.0.0.1:20005\\"}',
            {20005: 1},
            '{\\"server\\": \\"https://127.0.0.1:1\\"}',
        ),
        ("127.0.0.1:200051 10.0.0.1:20005 20005", {20005: 1}, "127.0.0.1:200051 10.0.0.1:20005 20005"),
        # Two that change places: each address is rewritten once.
        ("127.0.0.1:1000 127.0.0.1:2000", {1000: 2000, 2000: 1000}, "127.0.0.1:2000 127.0.0.1:1000"),
    ],
)
def test_only_addresses_of_moved_ports_change(text: str, moved: dict[int, int], expected: str) -> None:
    assert addresses.rewrite(text, moved) == expected


def state(cloud: Cloud, endpoint: str) -> Path:
    cluster: dict[str, Any] = {
        "urn": "urn:pulumi:one::throwaway::aws:eks/cluster:Cluster::main",
        "type": "aws:eks/cluster:Cluster",
        "outputs": {"name": "main", "endpoint": endpoint},
    }
    provider = {
        "type": "pulumi:providers:kubernetes",
        "inputs": {"kubeconfig": json.dumps({"server": endpoint})},
    }
    path = cloud.backend / ".pulumi" / "stacks" / "throwaway" / "one.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"checkpoint": {"latest": {"resources": [cluster, provider]}}}))
    return path


def cluster_on(cloud: Cloud, port: int) -> None:
    record = cloud.directory / "clusters" / "main" / "cluster.json"
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({"etcd_port": 1, "api_port": port}))


def test_a_cluster_that_is_elsewhere_than_the_state_says_is_followed_everywhere(cloud: Cloud) -> None:
    path = state(cloud, "https://127.0.0.1:20005")
    cluster_on(cloud, 20006)
    assert addresses.follow(cloud) == {20005: 20006}
    assert "20005" not in path.read_text()
    assert path.read_text().count("127.0.0.1:20006") == 2
    assert addresses.follow(cloud) == {}


def test_a_cluster_where_it_was_and_one_that_is_gone_change_nothing(cloud: Cloud) -> None:
    path = state(cloud, "https://127.0.0.1:20005")
    before = path.stat().st_mtime_ns
    assert addresses.follow(cloud) == {}
    cluster_on(cloud, 20005)
    assert addresses.follow(cloud) == {}
    assert path.stat().st_mtime_ns == before


def test_ports_that_the_caller_moved_are_followed_too(cloud: Cloud) -> None:
    path = state(cloud, "https://127.0.0.1:20005")
    addresses.follow(cloud, {20005: 20007})
    assert path.read_text().count("127.0.0.1:20007") == 2
