"""One system that grows: what a phase has, the next one has at least, as the same resource."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from localcloud.kubernetes.instance_types import instance_type
from stacks.phase_spec import PhaseSpec
from tests.phases import PHASES
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
    "aws:secretsmanager/secret:Secret": {"name", "namePrefix"},
    "aws:kms/key:Key": {"customerMasterKeySpec", "keyUsage", "multiRegion"},
    "aws:cloudwatch/logGroup:LogGroup": {"name"},
}  # fmt: skip


def stores(recording: Recording) -> set[tuple[str, str]]:
    """Return what is never deleted or replaced by growing: it is what a phase protects."""
    return {(item.type, item.name) for item in recording.resources if item.protect}


def rank(name: str) -> tuple[int, int]:
    """Order instance types by memory, then virtual CPUs."""
    kind = instance_type(name.removeprefix("db."))
    return kind.memory_mib, kind.vcpu


def shrunk(before: PhaseSpec, after: PhaseSpec) -> Iterator[str]:
    for name, old in before.databases.items():
        new = after.databases.get(name)
        if new is None:
            yield f"databases.{name} is gone"
            continue
        for key in ("storage_gib", "max_connections", "backup_days", "multi_az", "replicas", "protected"):
            if getattr(new, key) < getattr(old, key):
                yield f"databases.{name}.{key}"
        if rank(new.instance_class) < rank(old.instance_class):
            yield f"databases.{name}.instance_class"
        if old.replica_instance_class and rank(new.replica_instance_class or "t3.micro") < rank(
            old.replica_instance_class
        ):
            yield f"databases.{name}.replica_instance_class"
    for name, group in before.node_groups.items():
        grown = after.node_groups.get(name)
        if grown is None:
            yield f"node_groups.{name} is gone"
            continue
        if rank(grown.instance_type) < rank(group.instance_type):
            yield f"node_groups.{name}.instance_type"
        for key in ("disk_gib", "min_nodes", "desired_nodes", "max_nodes"):
            if getattr(grown, key) < getattr(group, key):
                yield f"node_groups.{name}.{key}"
    for name, service in before.web_services.items():
        bigger = after.web_services.get(name)
        if bigger is None:
            yield f"web_services.{name} is gone"
            continue
        for key in (
            "replicas",
            "workers_per_pod",
            "cpu_request_millicores",
            "memory_request_mib",
            "memory_limit_mib",
        ):
            if getattr(bigger, key) < getattr(service, key):
                yield f"web_services.{name}.{key}"
    if after.cluster.log_retention_days < before.cluster.log_retention_days:
        yield "cluster.log_retention_days"


# Written down in docs/DEVIATIONS.md.
ALLOWED = {("phase2", "phase3"): {"databases.platform.replica_instance_class"}}


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_nothing_shrinks_but_what_is_written_down(before: str, after: str) -> None:
    assert set(shrunk(PHASES[before], PHASES[after])) == ALLOWED.get((before, after), set())


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_going_back_would_be_noticed(before: str, after: str) -> None:
    assert len(set(shrunk(PHASES[after], PHASES[before]))) > 5


@pytest.mark.parametrize("phase", PHASES)
def test_the_stores_are_called_what_they_are_called_for_ever(platform: Platform, phase: str) -> None:
    # Another name is another resource: the old one would be deleted, with all that is in it.
    names = PHASES[phase].databases
    assert stores(platform(phase, False)) == {
        ("aws:kms/key:Key", "stores"),
        *(("aws:secretsmanager/secret:Secret", name) for name in names),
        *(("aws:rds/instance:Instance", name) for name in names),
    }
    assert "platform" in names


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
def test_only_the_way_out_of_the_network_goes(platform: Platform, before: str, after: str) -> None:
    old, new = (
        {(item.type, item.name) for item in platform(phase, False).resources} for phase in (before, after)
    )
    gone = {name for _, name in old - new}
    assert gone <= {"network-nat", "network-nat-clients", "network-nat-internet"}
