"""One system that grows: what a phase has, the next one has at least, as the same resource."""

import copy
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from stacks.growth import shrunk
from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, parse, read_config
from tests.phases import FILES, PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
STEPS = list(pairwise(PHASES))
# Properties that make the provider replace the resource.
REPLACING = {
    "aws:rds/instance:Instance": {
        "engine", "dbName", "username", "availabilityZone", "storageEncrypted", "kmsKeyId",
        "dbSubnetGroupName", "performanceInsightsKmsKeyId",
    },
    "aws:rds/subnetGroup:SubnetGroup": {"name"},
    "aws:rds/parameterGroup:ParameterGroup": {"name", "family", "description"},
    "aws:ec2/vpc:Vpc": {"cidrBlock"},
    "aws:ec2/subnet:Subnet": {"cidrBlock", "availabilityZoneId", "vpcId"},
    "aws:ec2/securityGroup:SecurityGroup": {"name", "description", "vpcId"},
    "aws:eks/cluster:Cluster": {
        "name", "roleArn", "encryptionConfig", "kubernetesNetworkConfig", "bootstrapSelfManagedAddons",
    },
    "aws:eks/nodeGroup:NodeGroup": {
        "clusterName", "nodeRoleArn", "subnetIds", "amiType", "capacityType", "diskSize", "instanceTypes",
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        "replicationGroupId", "subnetGroupName", "port", "atRestEncryptionEnabled", "kmsKeyId", "networkType",
        "dataTieringEnabled", "snapshotArns", "snapshotName", "globalReplicationGroupId", "engine",
        "engineVersion", "nodeGroupConfigurations",
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {"name"},
    "aws:elasticache/parameterGroup:ParameterGroup": {"name", "family", "description"},
    "aws:mq/broker:Broker": {
        "brokerName", "engineType", "deploymentMode", "subnetIds", "publiclyAccessible", "encryptionOptions",
    },
    "aws:opensearch/domain:Domain": {"domainName", "encryptAtRest", "nodeToNodeEncryption"},
    "aws:secretsmanager/secret:Secret": {"name", "namePrefix"},
    "aws:backup/vault:Vault": {"name", "kmsKeyArn"},
    "aws:backup/plan:Plan": {"name"},
    "aws:budgets/budget:Budget": {"name", "namePrefix"},
    "aws:sns/topic:Topic": {"name", "fifoTopic"},
    "aws:sns/topicSubscription:TopicSubscription": {"topic", "protocol", "endpoint"},
    "aws:kms/key:Key": {"customerMasterKeySpec", "keyUsage", "multiRegion"},
    "aws:lb/loadBalancer:LoadBalancer": {"name", "internal", "loadBalancerType"},
    "aws:lb/targetGroup:TargetGroup": {"name", "port", "protocol", "targetType", "vpcId"},
    "aws:lb/listener:Listener": {"loadBalancerArn"},
    "aws:acm/certificate:Certificate": {
        "domainName", "subjectAlternativeNames", "validationMethod", "region",
    },
    "aws:route53/record:Record": {"name", "type", "zoneId"},
    "aws:s3/bucket:Bucket": {"bucket", "bucketPrefix", "region"},
    "aws:cloudwatch/logGroup:LogGroup": {"name"},
}  # fmt: skip


def stores(recording: Recording) -> set[tuple[str, str]]:
    """Return what is never deleted or replaced by growing: it is what a phase protects."""
    return {(item.type, item.name) for item in recording.resources if item.protect}


# Written down in docs/DEVIATIONS.md.
ALLOWED = {("phase2", "phase3"): {"databases.platform.replica_instance_class", "caches.cache"}}


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_nothing_shrinks_but_what_is_written_down(before: str, after: str) -> None:
    assert {found.path for found in shrunk(PHASES[before], PHASES[after])} == ALLOWED.get(
        (before, after), set()
    )


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_going_back_would_be_noticed(before: str, after: str) -> None:
    assert len(set(shrunk(PHASES[after], PHASES[before]))) > 5


def with_change(phase: str, section: str, name: str, **values: object) -> PhaseSpec:
    written: Any = copy.deepcopy(read_config(FILES[phase])[PHASE_KEY])
    written[section][name].update(values)
    return parse(PhaseSpec, written, PHASE_KEY, phase)


@pytest.mark.parametrize(
    ("section", "name", "values", "words"),
    [
        (
            "databases",
            "platform",
            {"storage_gib": 40},
            "databases.platform.storage_gib: got 40; allowed: 50 or",
        ),
        ("databases", "platform", {"protected": False}, "protected: got False; allowed: True or more"),
        (
            "databases",
            "platform",
            {"replica_instance_class": "db.t3.medium"},
            "databases.platform.replica_instance_class: got db.t3.medium; allowed: db.t3.large or more, "
            "as in the phase before; raise it",
        ),
        (
            "caches",
            "state",
            {"replicas_per_shard": 0, "automatic_failover": False},
            "automatic_failover: got False",
        ),
        (
            "node_groups",
            "spot",
            {"instance_type": "m7g.medium"},
            "instance_type: got m7g.medium; allowed: t4g.l",
        ),
    ],
)
def test_what_shrinks_is_named_with_what_it_was(
    section: str, name: str, values: dict[str, object], words: str
) -> None:
    found = shrunk(PHASES["phase2"], with_change("phase2", section, name, **values))
    assert [line for line in map(str, found) if words in line]


def test_a_store_that_would_become_another_is_named() -> None:
    found = shrunk(
        PHASES["phase3"], with_change("phase3", "brokers", "jobs", deployment_mode="SINGLE_INSTANCE")
    )
    assert [str(line) for line in found] == [
        "brokers.jobs.deployment_mode: got SINGLE_INSTANCE; allowed: CLUSTER_MULTI_AZ, as in the phase "
        "before; another value makes another one, without what is in it"
    ]


def test_a_store_that_is_gone_is_named() -> None:
    before = PHASES["phase3"]
    databases = {name: size for name, size in before.databases.items() if name != "review"}
    (found,) = shrunk(before, before.model_copy(update={"databases": databases}))
    assert str(found).startswith("databases.review: got nothing; allowed: it or more")


def test_a_gateway_stays_and_lets_through_as_much() -> None:
    before = PHASES["phase3"]
    assert before.gateway is not None
    (gone,) = shrunk(before, before.model_copy(update={"gateway": None}))
    assert str(gone).startswith("gateway: got nothing; allowed: it or more")
    less = before.gateway.model_copy(update={"requests_per_user_per_minute": 1})
    (found,) = shrunk(before, before.model_copy(update={"gateway": less}))
    assert str(found).startswith("gateway.requests_per_user_per_minute: got 1; allowed: 600 or more")


def test_what_watches_stays() -> None:
    before = PHASES["phase3"]
    (gone,) = shrunk(before, before.model_copy(update={"monitoring": None}))
    assert str(gone).startswith("monitoring: got nothing; allowed: it or more")


@pytest.mark.parametrize("phase", PHASES)
def test_the_stores_are_called_what_they_are_called_for_ever(platform: Platform, phase: str) -> None:
    # Another name is another resource: the old one would be deleted, with all that is in it.
    spec = PHASES[phase]
    # What a cache held can be had again, so it may go.
    kept = {
        "aws:rds/instance:Instance": set(spec.databases),
        "aws:elasticache/replicationGroup:ReplicationGroup": {
            name for name, size in spec.caches.items() if size.holds == "state"
        },
        "aws:mq/broker:Broker": set(spec.brokers),
        "aws:opensearch/domain:Domain": set(spec.search_domains),
    }
    assert stores(platform(phase, False)) == {
        ("aws:kms/key:Key", "stores"),
        ("aws:backup/vault:Vault", "backups"),
        ("aws:secretsmanager/secret:Secret", "app"),
        *((type_, name) for type_, names in kept.items() for name in names),
        *(("aws:secretsmanager/secret:Secret", name) for names in kept.values() for name in names),
    }
    assert "platform" in spec.databases


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_a_store_stays_the_same_resource(platform: Platform, before: str, after: str) -> None:
    old, new = (stores(platform(phase, False)) for phase in (before, after))
    assert old
    assert old <= new


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_growing_replaces_nothing(platform: Platform, before: str, after: str) -> None:
    old, new = (
        {(item.type, item.name): item for item in platform(phase, False).resources}
        for phase in (before, after)
    )
    for key in old.keys() & new.keys():
        changed = {
            name
            for name in REPLACING.get(key[0], set())
            if old[key].inputs.get(name) != new[key].inputs.get(name)
        }
        assert not changed, f"{key} would be replaced by {changed}"


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_only_the_way_out_the_cache_and_the_public_entrance_go(
    platform: Platform, before: str, after: str
) -> None:
    old, new = (
        {
            (item.type, item.name)
            for item in platform(phase, False).resources
            if not item.type.startswith(("kubernetes:", "softfactory:workloads:"))
        }
        for phase in (before, after)
    )
    # Alarms go with what they are about.
    alarms = {"softfactory:operations:AlarmProfile", "aws:cloudwatch/metricAlarm:MetricAlarm"}
    gone = {name for type_, name in old - new if type_ not in alarms}
    # The cache goes when a cluster has taken its place: what it held can be had again.
    assert gone <= {
        "cache",
        "network-nat",
        "network-nat-clients",
        "network-nat-internet",
        "edge-public",
        "edge-public-http",
        "edge-public-https",
        # The broker tells CloudWatch of the jobs by itself.
        "jobs-beat",
    }


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_workers_are_split_and_do_not_become_fewer(before: str, after: str) -> None:
    def slots(spec: PhaseSpec) -> int:
        return sum(size.replicas * size.concurrency for size in spec.workers.values())

    assert slots(PHASES[before]) <= slots(PHASES[after])
