"""The platform's Redis: `state` with a replica, and what a cluster needs beside it."""

from typing import Any

import pytest

from tests.localcloud.aws.extension.conftest import Client

STATE: dict[str, Any] = {
    "ReplicationGroupId": "state",
    "ReplicationGroupDescription": "sessions and queues",
    "Engine": "valkey",
    "EngineVersion": "8.0",
    "CacheNodeType": "cache.t4g.small",
    "CacheSubnetGroupName": "data",
    "CacheParameterGroupName": "state",
    "NumCacheClusters": 2,
    "AutomaticFailoverEnabled": True,
    "TransitEncryptionEnabled": True,
    "AtRestEncryptionEnabled": True,
}
CLUSTER: dict[str, Any] = {
    **{
        key: value
        for key, value in STATE.items()
        if key not in ("NumCacheClusters", "CacheParameterGroupName")
    },
    "ReplicationGroupId": "cache-cluster",
    "NumNodeGroups": 3,
    "ReplicasPerNodeGroup": 1,
}


class Caches:
    """ElastiCache with a subnet group `data` and a parameter group `state`."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def create(self, base: dict[str, Any] = STATE, **changes: Any) -> dict[str, Any]:
        request = {key: value for key, value in {**base, **changes}.items() if value is not None}
        created: dict[str, Any] = self.client.create_replication_group(**request)["ReplicationGroup"]
        return created

    def modify(self, name: str = "state", **changes: Any) -> dict[str, Any]:
        self.client.modify_replication_group(ReplicationGroupId=name, **changes)
        return self[name]

    def __getitem__(self, name: str) -> dict[str, Any]:
        groups = self.client.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"]
        described: dict[str, Any] = groups[0]
        return described

    def member(self, name: str) -> dict[str, Any]:
        clusters = self.client.describe_cache_clusters(CacheClusterId=name, ShowCacheNodeInfo=True)
        described: dict[str, Any] = clusters["CacheClusters"][0]
        return described


@pytest.fixture
def caches(aws: Client, subnets: list[str]) -> Caches:
    client = aws("elasticache")
    client.create_cache_subnet_group(
        CacheSubnetGroupName="data", CacheSubnetGroupDescription="d", SubnetIds=subnets
    )
    client.create_cache_parameter_group(
        CacheParameterGroupName="state", CacheParameterGroupFamily="valkey8", Description="d"
    )
    return Caches(client)
