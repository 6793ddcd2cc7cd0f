"""Caches grow and shrink in place, in an order that their failover allows."""

from typing import Any

import pytest

from localcloud.aws.calls import Caller
from localcloud.engine.plugin.provider import ResourceError
from tests.localcloud.aws.conftest import Deployed, Engine
from tests.localcloud.aws.examples import World
from tests.localcloud.aws.examples.caches import GROUP, SUBNETS

TOKEN = "correct-horse-battery-staple"


@pytest.fixture
def single(engine: Engine) -> dict[str, Any]:
    """One node of Valkey, as in the first phase."""
    return {
        "description": "cache",
        "engine": "valkey",
        "engineVersion": "8.0",
        "nodeType": "cache.t4g.small",
        "numCacheClusters": 1,
        "subnetGroupName": World(engine).example(SUBNETS).id,
        "transitEncryptionEnabled": True,
        "authToken": TOKEN,
        "applyImmediately": True,
    }


@pytest.fixture
def cluster(single: dict[str, Any]) -> dict[str, Any]:
    """Three masters with a replica each, as in the last."""
    rest = {key: value for key, value in single.items() if key != "numCacheClusters"}
    sizes = {"numNodeGroups": 3, "replicasPerNodeGroup": 1}
    return {**rest, **sizes, "clusterMode": "enabled", "automaticFailoverEnabled": True}


def _state(engine: Engine, deployed: Deployed) -> dict[str, Any]:
    state = engine.read(deployed)
    assert state is not None
    return state.outputs


def test_a_single_node_gets_a_replica_with_failover_and_gives_it_up(
    engine: Engine, single: dict[str, Any]
) -> None:
    deployed = engine.create(GROUP, "state", **single)
    assert deployed.outputs["memberClusters"] == [f"{deployed.id}-001"]
    pair = {**single, "numCacheClusters": 2, "automaticFailoverEnabled": True, "multiAzEnabled": True}
    engine.update(deployed, **pair)
    assert _state(engine, deployed)["multiAzEnabled"] is True
    assert len(deployed.outputs["memberClusters"]) == 2
    engine.update(deployed, **single)
    assert _state(engine, deployed)["memberClusters"] == [f"{deployed.id}-001"]
    assert _state(engine, deployed)["automaticFailoverEnabled"] is False


def test_shards_and_replicas_of_a_cluster_change_in_place(engine: Engine, cluster: dict[str, Any]) -> None:
    deployed = engine.create(GROUP, "cache", **cluster)
    assert deployed.outputs["clusterEnabled"] is True
    assert deployed.outputs["configurationEndpointAddress"]
    for shards, replicas in ((4, 2), (2, 1)):
        engine.update(deployed, **{**cluster, "numNodeGroups": shards, "replicasPerNodeGroup": replicas})
        state = engine.read(deployed)
        assert state is not None
        assert (state.inputs["numNodeGroups"], state.inputs["replicasPerNodeGroup"]) == (shards, replicas)
        assert len(deployed.outputs["memberClusters"]) == shards * (replicas + 1)


def test_the_token_is_set_rotated_and_taken_away(
    engine: Engine, single: dict[str, Any], caller: Caller
) -> None:
    deployed = engine.create(GROUP, "state", **single)

    def protected() -> Any:
        groups = caller.client("elasticache").describe_replication_groups(ReplicationGroupId=deployed.id)
        return groups["ReplicationGroups"][0]["AuthTokenEnabled"]

    assert protected()
    engine.update(deployed, **{**single, "authToken": f"{TOKEN}-2", "authTokenUpdateStrategy": "ROTATE"})
    assert protected()
    without = {key: value for key, value in single.items() if key != "authToken"}
    engine.update(deployed, **without, authTokenUpdateStrategy="DELETE")
    assert not protected()


def test_what_is_not_applied_at_once_is_still_to_be_done(engine: Engine, single: dict[str, Any]) -> None:
    deployed = engine.create(GROUP, "state", **single)
    engine.update(deployed, **{**single, "nodeType": "cache.t4g.medium", "applyImmediately": False})
    assert _state(engine, deployed)["nodeType"] == "cache.t4g.small"


def test_a_number_of_replicas_that_failover_forbids_is_refused(
    engine: Engine, single: dict[str, Any]
) -> None:
    pair = {**single, "numCacheClusters": 2, "automaticFailoverEnabled": True}
    deployed = engine.create(GROUP, "state", **pair)
    with pytest.raises(ResourceError, match="DecreaseReplicaCount"):
        engine.update(deployed, **{**pair, "numCacheClusters": 1})
