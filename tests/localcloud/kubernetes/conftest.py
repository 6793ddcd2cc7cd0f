"""One real cluster for all tests of a session, with nodes of every sort that they need."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localcloud.kubernetes import kubeconfigs
from localcloud.kubernetes.api import Api
from localcloud.kubernetes.fleet import Fleet
from localcloud.kubernetes.nodes import NodeSpec
from tests.localcloud.kubernetes.test_nodes import SPEC

_BARE = replace(SPEC, labels={}, taints=[])
_numbers = itertools.count(1)


def node(number: int, instance_type: str = "t4g.medium", pool: str = "", zone: str = "a") -> NodeSpec:
    """A node of the shared cluster; the nodes of a pool take only pods that ask for the pool."""
    return replace(
        _BARE,
        name=f"ip-10-0-1-{number}.ec2.internal",
        instance_type=instance_type,
        zone=f"us-east-1{zone}",
        provider_id=f"aws:///us-east-1{zone}/i-{number}",
        labels={"pool": pool} if pool else {},
        taints=[{"key": "pool", "value": pool, "effect": "NO_SCHEDULE"}] if pool else [],
    )


def in_pool(pool: str) -> dict[str, Any]:
    """The part of a pod's spec that puts it on the nodes of a pool."""
    return {"nodeSelector": {"pool": pool}, "tolerations": [{"key": "pool", "operator": "Exists"}]}


NODES = [node(1), node(2, zone="b"), node(3, "t3.medium", "tight"), node(4, "t3a.small", "crowded")]


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    found = Fleet(tmp_path_factory.mktemp("cloud"))
    try:
        found.ensure("shared")
        found.sync_nodes("shared", NODES)
        yield found
    finally:
        for cluster in found.status():
            found.remove(cluster.name)


@pytest.fixture
def api(fleet: Fleet) -> Api:
    return fleet.api("shared")


@pytest.fixture(scope="module")
def admin_kubeconfig(fleet: Fleet) -> str:
    fleet.ensure("shared")
    return kubeconfigs.dump(kubeconfigs.of_certificate(fleet.plane("shared").layout, "admin"))


@pytest.fixture
def namespace(api: Api) -> str:
    """A namespace of the test's own; it goes with the cluster."""
    name = f"test-{next(_numbers)}"
    api.create("/api/v1/namespaces", {"metadata": {"name": name}})
    return name
