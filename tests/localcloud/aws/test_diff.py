"""What changes in place and what makes a new resource, per type of data store."""

from typing import Any

import pytest

from localcloud.aws.binding import Binding, Property
from localcloud.aws.bindings import BINDINGS
from localcloud.aws.diff import diff
from localcloud.engine.plugin.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
# aws-provider documentation of aws_db_instance, and the RDS user guide, "Modifying a DB instance".
NEW_DATABASE = {
    "engine": "mysql",
    "dbName": "other",
    "username": "other",
    "availabilityZone": "us-east-1b",
    "storageEncrypted": False,
    "kmsKeyId": "other",
    "engineLifecycleSupport": "open-source-rds-extended-support",
}
SAME_DATABASE: dict[str, Any] = {
    "identifier": "other",
    "engineVersion": "16",
    "instanceClass": "db.t3.large",
    "allocatedStorage": 100,
    "maxAllocatedStorage": 200,
    "storageType": "io2",
    "multiAz": True,
    "port": 5433,
    "password": "other",
    "backupRetentionPeriod": 14,
    "backupWindow": "01:00-02:00",
    "maintenanceWindow": "mon:05:00-mon:06:00",
    "deletionProtection": True,
    "parameterGroupName": "other",
    "dbSubnetGroupName": "other",
    "vpcSecurityGroupIds": ["sg-2"],
    "publiclyAccessible": True,
    "performanceInsightsEnabled": False,
    "databaseInsightsMode": "advanced",
    "caCertIdentifier": "other",
    "applyImmediately": False,
    "replicateSourceDb": "other",
    "skipFinalSnapshot": True,
}
BEFORE: dict[str, Any] = {
    "engine": "postgres",
    "dbName": "platform",
    "username": "app_admin",
    "availabilityZone": "us-east-1a",
    "storageEncrypted": True,
    "kmsKeyId": "key",
    "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
    "identifier": "platform-1234567",
    "vpcSecurityGroupIds": ["sg-1"],
    "__defaults": ["identifier"],
}


@pytest.mark.parametrize("key", NEW_DATABASE)
def test_a_database_is_replaced_by(key: str) -> None:
    found = diff(BINDINGS[INSTANCE], BEFORE, {**BEFORE, key: NEW_DATABASE[key]})
    assert {path: change.replaces for path, change in found.changes.items()} == {key: True}


@pytest.mark.parametrize("key", SAME_DATABASE)
def test_a_database_changes_in_place_by(key: str) -> None:
    found = diff(BINDINGS[INSTANCE], BEFORE, {**BEFORE, key: SAME_DATABASE[key]})
    assert found.changes
    assert not any(change.replaces for change in found.changes.values())


def test_every_property_of_a_database_is_in_one_of_the_two_tables() -> None:
    replacing = {key for key, property in BINDINGS[INSTANCE].properties.items() if property.replaces}
    assert replacing == set(NEW_DATABASE)


SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
KEY = "aws:kms/key:Key"


@pytest.mark.parametrize(
    ("type", "replacing"),
    [
        (SECRET, {"name", "namePrefix"}),
        (VERSION, {"secretId", "secretString"}),
        (KEY, {"keyUsage", "customerMasterKeySpec", "multiRegion"}),
    ],
)
def test_what_replaces_the_other_stores(type: str, replacing: set[str]) -> None:
    assert {key for key, property in BINDINGS[type].properties.items() if property.replaces} == replacing


def test_a_set_has_no_order_and_json_no_spaces() -> None:
    groups = BINDINGS["aws:rds/subnetGroup:SubnetGroup"]
    assert not diff(groups, {"subnetIds": ["a", "b"]}, {"subnetIds": ["b", "a"]}).changes
    role = BINDINGS["aws:iam/role:Role"]
    assert not diff(role, {"assumeRolePolicy": '{"a":1}'}, {"assumeRolePolicy": '{ "a": 1 }'}).changes


def test_paths_are_nested_and_only_some_of_them_replace() -> None:
    cluster = BINDINGS["aws:eks/cluster:Cluster"]
    old = {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16", "x": 1}}
    new = {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.21.0.0/16", "x": 2}}
    found = diff(cluster, old, new).changes
    assert {path: change.replaces for path, change in found.items()} == {
        "kubernetesNetworkConfig.serviceIpv4Cidr": True,
        "kubernetesNetworkConfig.x": False,
    }


def test_a_fixed_name_is_freed_before_it_is_taken_again() -> None:
    role = BINDINGS["aws:iam/role:Role"]
    fixed = diff(role, {"name": "a", "path": "/"}, {"name": "a", "path": "/x/"})
    automatic = diff(role, {"name": "a", "path": "/"}, {"name": "a", "path": "/x/", "__defaults": ["name"]})
    assert (fixed.delete_before_replace, automatic.delete_before_replace) == (True, False)


def test_an_input_that_is_not_known_yet_is_a_change() -> None:
    vpc = BINDINGS["aws:ec2/subnet:Subnet"]
    assert diff(vpc, {"vpcId": "vpc-1"}, {"vpcId": UNKNOWN}).changes["vpcId"].replaces


def test_another_region_is_another_resource() -> None:
    key = BINDINGS["aws:kms/key:Key"]
    assert diff(key, {}, {"region": "us-west-2"}, "us-east-1").changes["region"].replaces
    assert not diff(key, {}, {"region": "us-east-1"}, "us-east-1").changes


def test_an_asset_is_what_it_contains() -> None:
    mark = {"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17"}
    content = Binding(
        type="t",
        service="s3",
        create="",
        read="",
        result="",
        id="",
        key={},
        properties={"source": Property()},
    )
    here, there = ({"source": {**mark, "path": path, "hash": "h"}} for path in ("a", "b"))
    assert not diff(content, here, there).changes
    other = {"source": {**mark, "path": "a", "hash": "i"}}
    assert set(diff(content, here, other).changes) == {"source"}
