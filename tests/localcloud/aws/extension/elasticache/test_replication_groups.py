"""Replication groups as they are created, described, scaled and deleted."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client
from tests.localcloud.aws.extension.elasticache.conftest import CLUSTER, Caches


def test_a_primary_with_a_replica(caches: Caches, aws: Client) -> None:
    key = aws("kms").create_key()["KeyMetadata"]["Arn"]
    vpc = caches.client.describe_cache_subnet_groups()["CacheSubnetGroups"][0]["VpcId"]
    group = aws("ec2").create_security_group(GroupName="cache", Description="d", VpcId=vpc)["GroupId"]
    tags = [{"Key": "a", "Value": "b"}]
    created = caches.create(
        MultiAZEnabled=True,
        AuthToken="0123456789abcdef!",
        KmsKeyId=key,
        SnapshotRetentionLimit=3,
        SnapshotWindow="03:00-04:00",
        SecurityGroupIds=[group],
        Tags=tags,
    )

    state = caches["state"]
    assert state["MemberClusters"] == ["state-001", "state-002"]
    assert (state["AutomaticFailover"], state["MultiAZ"]) == ("enabled", "enabled")
    assert (state["ClusterEnabled"], state["ClusterMode"], state["Engine"]) == (False, "disabled", "valkey")
    assert (state["TransitEncryptionEnabled"], state["AtRestEncryptionEnabled"]) == (True, True)
    assert (state["TransitEncryptionMode"], state["AuthTokenEnabled"]) == ("required", True)
    assert (state["KmsKeyId"], state["SnapshotRetentionLimit"]) == (key, 3)
    (shard,) = state["NodeGroups"]
    assert shard["PrimaryEndpoint"]["Address"].startswith("master.state.")
    assert shard["ReaderEndpoint"]["Address"].startswith("replica.state.")
    assert shard["PrimaryEndpoint"]["Address"].endswith(".use1.cache.amazonaws.com")
    assert [node["CurrentRole"] for node in shard["NodeGroupMembers"]] == ["primary", "replica"]
    assert len({node["PreferredAvailabilityZone"] for node in shard["NodeGroupMembers"]}) == 2
    assert caches.client.list_tags_for_resource(ResourceName=created["ARN"])["TagList"] == tags


def test_its_members_are_cache_clusters(caches: Caches) -> None:
    caches.create(SnapshotRetentionLimit=3)
    members = caches.client.describe_cache_clusters()["CacheClusters"]
    assert [member["CacheClusterId"] for member in members] == ["state-001", "state-002"]
    member = caches.member("state-002")
    assert member["ReplicationGroupId"] == "state"
    assert (member["Engine"], member["EngineVersion"]) == ("valkey", "8.0.1")
    assert member["CacheParameterGroup"]["CacheParameterGroupName"] == "state"
    assert member["CacheSubnetGroupName"] == "data"
    assert member["CacheNodes"][0]["Endpoint"]["Address"].startswith("state-002.state.")
    with pytest.raises(ClientError, match="CacheClusterNotFound"):
        caches.member("state-003")


def test_without_tls_the_endpoints_have_other_names(caches: Caches) -> None:
    caches.create(TransitEncryptionEnabled=False)
    (shard,) = caches["state"]["NodeGroups"]
    name, code, kind, number = shard["PrimaryEndpoint"]["Address"].split(".")[:4]
    assert (name, kind, number) == ("state", "ng", "0001")
    assert shard["ReaderEndpoint"]["Address"].startswith(f"state-ro.{code}.ng.0001.")


def test_a_cluster_has_shards_with_slots_and_one_endpoint(caches: Caches) -> None:
    caches.create(CLUSTER)
    cluster = caches["cache-cluster"]
    assert (cluster["ClusterEnabled"], cluster["ClusterMode"]) == (True, "enabled")
    assert cluster["ConfigurationEndpoint"]["Address"].startswith("clustercfg.cache-cluster.")
    slots = [shard["Slots"] for shard in cluster["NodeGroups"]]
    assert slots == ["0-5460", "5461-10921", "10922-16383"]
    assert cluster["MemberClusters"][:2] == ["cache-cluster-0001-001", "cache-cluster-0001-002"]
    assert caches.member("cache-cluster-0002-001")["CacheParameterGroup"]["CacheParameterGroupName"] == (
        "default.valkey8.cluster.on"
    )
    zones = [
        [node["PreferredAvailabilityZone"] for node in shard["NodeGroupMembers"]]
        for shard in cluster["NodeGroups"]
    ]
    assert all(len(set(pair)) == 2 for pair in zones)
    assert len({pair[0] for pair in zones}) == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"NumCacheClusters": 1}, "at least 2 cache clusters"),
        ({"AutomaticFailoverEnabled": False, "MultiAZEnabled": True}, "Multi AZ requires automatic failover"),
        ({"EngineVersion": "8.x"}, "Cannot find version 8.x for valkey"),
        ({"Engine": "memory"}, "Invalid engine memory"),
        ({"CacheNodeType": "cache.t2.small"}, "CacheNodeType is invalid: cache.t2.small"),
        ({"CacheSubnetGroupName": "none"}, "CacheSubnetGroupNotFoundFault"),
        ({"CacheParameterGroupName": "none"}, "CacheParameterGroupNotFound"),
        ({"CacheParameterGroupName": "default.redis7"}, "Expected a parameter group of family valkey8"),
        ({"SecurityGroupIds": ["sg-1"]}, "security group Ids are invalid: sg-1"),
        ({"KmsKeyId": "none"}, "InvalidKMSKeyFault"),
        ({"AuthToken": "short"}, "Invalid AuthToken"),
        ({"AuthToken": "with spaces in the token"}, "Invalid AuthToken"),
        ({"AuthToken": "0123456789abcdef", "TransitEncryptionEnabled": False}, "with transit encryption"),
        ({"NumNodeGroups": 3}, "not cluster enabled"),
        ({"NumCacheClusters": 7}, "Invalid replica count 6"),
        ({"PreferredCacheClusterAZs": ["us-east-1f"]}, "us-east-1f is not a zone of the subnet group"),
    ],
)
def test_refuses(caches: Caches, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        caches.create(**changes)
    assert caches.client.describe_replication_groups()["ReplicationGroups"] == []


def test_a_cluster_needs_failover(caches: Caches) -> None:
    with pytest.raises(ClientError, match="cannot be created with auto failover turned off"):
        caches.create(CLUSTER, AutomaticFailoverEnabled=False)


def test_a_name_is_taken_once(caches: Caches) -> None:
    caches.create()
    with pytest.raises(ClientError, match="ReplicationGroupAlreadyExists"):
        caches.create(ReplicationGroupId="State")


def test_replicas_come_and_go(caches: Caches) -> None:
    caches.create()
    caches.client.increase_replica_count(ReplicationGroupId="state", NewReplicaCount=3, ApplyImmediately=True)
    assert caches["state"]["MemberClusters"] == ["state-001", "state-002", "state-003", "state-004"]
    decrease = caches.client.decrease_replica_count
    decrease(ReplicationGroupId="state", ReplicasToRemove=["state-003"], ApplyImmediately=True)
    assert caches["state"]["MemberClusters"] == ["state-001", "state-002", "state-004"]
    decrease(ReplicationGroupId="state", NewReplicaCount=1, ApplyImmediately=True)
    assert caches["state"]["MemberClusters"] == ["state-001", "state-002"]
    with pytest.raises(ClientError, match="at least 2 cache clusters"):
        decrease(ReplicationGroupId="state", NewReplicaCount=0, ApplyImmediately=True)
    with pytest.raises(ClientError, match="ApplyImmediately must be true"):
        decrease(ReplicationGroupId="state", NewReplicaCount=0, ApplyImmediately=False)
    assert caches["state"]["MemberClusters"] == ["state-001", "state-002"]


def test_shards_come_and_go(caches: Caches) -> None:
    caches.create(CLUSTER)
    reshard = caches.client.modify_replication_group_shard_configuration
    names = {"ReplicationGroupId": "cache-cluster", "ApplyImmediately": True}
    reshard(**names, NodeGroupCount=4)
    shards = caches["cache-cluster"]["NodeGroups"]
    assert [shard["Slots"] for shard in shards] == ["0-4095", "4096-8191", "8192-12287", "12288-16383"]
    assert [len(shard["NodeGroupMembers"]) for shard in shards] == [2, 2, 2, 2]
    with pytest.raises(ClientError, match="name those to remove or to retain"):
        reshard(**names, NodeGroupCount=3)
    reshard(**names, NodeGroupCount=3, NodeGroupsToRemove=["0002"])
    assert [shard["NodeGroupId"] for shard in caches["cache-cluster"]["NodeGroups"]] == [
        "0001",
        "0003",
        "0004",
    ]
    caches.create()
    with pytest.raises(ClientError, match="with cluster mode enabled only"):
        reshard(ReplicationGroupId="state", NodeGroupCount=2, ApplyImmediately=True)


def test_deletion_takes_the_members_along_and_leaves_a_snapshot(caches: Caches) -> None:
    caches.create()
    caches.client.delete_replication_group(ReplicationGroupId="state", FinalSnapshotIdentifier="final")
    assert caches.client.describe_cache_clusters()["CacheClusters"] == []
    with pytest.raises(ClientError, match="ReplicationGroupNotFoundFault"):
        caches["state"]
    (snapshot,) = caches.client.describe_snapshots()["Snapshots"]
    assert (snapshot["SnapshotName"], snapshot["ReplicationGroupId"]) == ("final", "state")


def test_tags_by_arn(caches: Caches) -> None:
    arn = caches.create()["ARN"]
    tagged = caches.client.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "a", "Value": "b"}])
    assert tagged["TagList"] == [{"Key": "a", "Value": "b"}]
    assert caches.client.remove_tags_from_resource(ResourceName=arn, TagKeys=["a"])["TagList"] == []


def test_subnet_groups_change_and_stay_while_in_use(caches: Caches, subnets: list[str]) -> None:
    caches.create()
    client = caches.client
    (group,) = client.describe_cache_subnet_groups(CacheSubnetGroupName="data")["CacheSubnetGroups"]
    assert [item["SubnetAvailabilityZone"]["Name"] for item in group["Subnets"]] == [
        "us-east-1a", "us-east-1b", "us-east-1c"
    ]  # fmt: skip
    client.modify_cache_subnet_group(CacheSubnetGroupName="data", SubnetIds=subnets[:2])
    with pytest.raises(ClientError, match="SubnetInUse"):
        client.modify_cache_subnet_group(CacheSubnetGroupName="data", SubnetIds=subnets[2:])
    with pytest.raises(ClientError, match="CacheSubnetGroupInUse"):
        client.delete_cache_subnet_group(CacheSubnetGroupName="data")
    client.delete_replication_group(ReplicationGroupId="state")
    client.delete_cache_subnet_group(CacheSubnetGroupName="data")
    with pytest.raises(ClientError, match="CacheSubnetGroupNotFoundFault"):
        client.describe_cache_subnet_groups(CacheSubnetGroupName="data")
