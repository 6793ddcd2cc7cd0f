"""Cache parameter groups: made, changed, reset and deleted."""

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.elasticache.conftest import Caches


def _set(caches: Caches, name: str = "state", **values: str) -> None:
    changes = [
        {"ParameterName": parameter.replace("_", "-"), "ParameterValue": value}
        for parameter, value in values.items()
    ]
    caches.client.modify_cache_parameter_group(CacheParameterGroupName=name, ParameterNameValues=changes)


def _values(caches: Caches, source: str) -> dict[str, str]:
    answer = caches.client.describe_cache_parameters(CacheParameterGroupName="state", Source=source)
    return {item["ParameterName"]: item["ParameterValue"] for item in answer["Parameters"]}


def test_lists_the_users_parameters_apart_from_the_engines(caches: Caches) -> None:
    _set(caches, maxmemory_policy="noeviction", reserved_memory_percent="15")
    assert _values(caches, "user") == {"maxmemory-policy": "noeviction", "reserved-memory-percent": "15"}
    assert _values(caches, "system")["timeout"] == "0"
    assert "maxmemory-policy" not in _values(caches, "system")


def test_reset_gives_the_engines_defaults_again(caches: Caches) -> None:
    _set(caches, maxmemory_policy="noeviction", timeout="60")
    reset = caches.client.reset_cache_parameter_group
    reset(CacheParameterGroupName="state", ParameterNameValues=[{"ParameterName": "timeout"}])
    assert _values(caches, "user").keys() == {"maxmemory-policy"}
    reset(CacheParameterGroupName="state", ResetAllParameters=True)
    assert _values(caches, "user") == {}


def test_describes_own_and_default_groups(caches: Caches) -> None:
    groups = caches.client.describe_cache_parameter_groups()["CacheParameterGroups"]
    families = {group["CacheParameterGroupName"]: group["CacheParameterGroupFamily"] for group in groups}
    assert families["state"] == "valkey8"
    assert families["default.redis7.cluster.on"] == "redis7"


def test_a_cluster_enabled_group_makes_a_cluster(caches: Caches) -> None:
    caches.client.create_cache_parameter_group(
        CacheParameterGroupName="sharded", CacheParameterGroupFamily="valkey8", Description="d"
    )
    _set(caches, "sharded", cluster_enabled="yes")
    caches.create(CacheParameterGroupName="sharded")
    assert caches["state"]["ClusterEnabled"] is True
    with pytest.raises(ClientError, match="while sharded is in use"):
        _set(caches, "sharded", cluster_enabled="no")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"appendonly": "yes"}, "appendonly cannot be modified"),
        ({"maxmemory_policy": "sometimes"}, "The value sometimes of maxmemory-policy is invalid"),
    ],
)
def test_refuses_what_elasticache_does_not_give_out(
    caches: Caches, values: dict[str, str], words: str
) -> None:
    with pytest.raises(ClientError, match=words):
        _set(caches, **values)


def test_default_groups_and_groups_in_use_stay(caches: Caches) -> None:
    delete = caches.client.delete_cache_parameter_group
    with pytest.raises(ClientError, match="is a default one"):
        delete(CacheParameterGroupName="default.valkey8")
    with pytest.raises(ClientError, match="is a default one"):
        _set(caches, "default.valkey8", timeout="60")
    caches.create()
    with pytest.raises(ClientError, match="still members of this parameter group state"):
        delete(CacheParameterGroupName="state")
    caches.client.delete_replication_group(ReplicationGroupId="state")
    delete(CacheParameterGroupName="state")
    with pytest.raises(ClientError, match="CacheParameterGroupNotFound"):
        caches.client.describe_cache_parameter_groups(CacheParameterGroupName="state")


def test_an_unknown_family_is_refused(caches: Caches) -> None:
    create = caches.client.create_cache_parameter_group
    with pytest.raises(ClientError, match=r"CacheParameterGroupFamily valkey7\.2 is not a valid"):
        create(CacheParameterGroupName="a", CacheParameterGroupFamily="valkey7.2", Description="d")
    with pytest.raises(ClientError, match="CacheParameterGroupAlreadyExists"):
        create(CacheParameterGroupName="state", CacheParameterGroupFamily="valkey8", Description="d")
