"""What changes in place and what makes a new resource, per type of data store."""

from typing import Any

import pytest

from localcloud.aws.binding import Binding, Property
from localcloud.aws.bindings import BINDINGS
from localcloud.aws.diff import diff
from localcloud.engine.plugin.values import UNKNOWN, Properties
from tests.localcloud.aws.stores import BROKER, CACHE, DOMAIN, STORES, Store

KINDS = {store.type.split(":")[-1]: store for store in STORES}


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, store in KINDS.items() for key in store.new])
def test_a_store_is_replaced_by(kind: str, key: str) -> None:
    store = KINDS[kind]
    found = diff(BINDINGS[store.type], store.before, _with(store, key, store.new[key])).changes
    assert {path.split(".")[0].split("[")[0] for path in found} == {key}
    assert any(change.replaces for change in found.values())


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind, store in KINDS.items() for key in store.same]
)
def test_a_store_changes_in_place_by(kind: str, key: str) -> None:
    store = KINDS[kind]
    found = diff(BINDINGS[store.type], store.before, _with(store, key, store.same[key])).changes
    assert {path.split(".")[0].split("[")[0] for path in found} == {key}
    assert not any(change.replaces for change in found.values())


def _with(store: Store, key: str, value: Any) -> Properties:
    after = {**store.before, key: value}
    return {key: value for key, value in after.items() if value is not None}


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_of_a_store_is_in_one_of_the_two_tables(kind: str) -> None:
    store, properties = KINDS[kind], BINDINGS[KINDS[kind].type].properties
    ignored = {key for key, property in properties.items() if property.ignored_if}
    assert set(store.new) | set(store.same) | ignored == set(properties)
    either = {key for key, property in properties.items() if property.replaces_if}
    assert {key for key, property in properties.items() if property.replaces is True} <= set(store.new)
    assert set(store.new) & set(store.same) <= either


@pytest.mark.parametrize(
    ("before", "after", "replaces"),
    [
        ("OpenSearch_2.19", "OpenSearch_3.1", False),
        ("OpenSearch_2.17", "OpenSearch_3.1", True),
        ("OpenSearch_1.3", "OpenSearch_2.19", False),
        ("OpenSearch_1.2", "OpenSearch_2.5", True),
        ("OpenSearch_3.1", "OpenSearch_2.19", True),
    ],
)
def test_a_domain_moves_to_the_next_major_version_from_the_last_minor_one_only(
    before: str, after: str, replaces: bool
) -> None:
    found = diff(BINDINGS[DOMAIN.type], {"engineVersion": before}, {"engineVersion": after})
    assert found.changes["engineVersion"].replaces == replaces


def test_tls_is_switched_in_place_from_version_7_only() -> None:
    for version, replaces in (("6.2", True), ("7.0", False)):
        before = {"engine": "redis", "engineVersion": version, "transitEncryptionEnabled": False}
        found = diff(BINDINGS[CACHE.type], before, {**before, "transitEncryptionEnabled": True})
        assert found.changes["transitEncryptionEnabled"].replaces == replaces


def test_a_version_that_is_not_known_yet_replaces_nothing() -> None:
    before, after = {"engineVersion": "8.0"}, {"engineVersion": UNKNOWN}
    assert not diff(BINDINGS[CACHE.type], before, after).changes["engineVersion"].replaces


def test_the_users_of_rabbitmq_are_changed_by_nobody_but_rabbitmq() -> None:
    users = [{"username": "app", "password": "other"}]
    assert not diff(BINDINGS[BROKER.type], BROKER.before, {**BROKER.before, "users": users}).changes
    active = {**BROKER.before, "engineType": "ActiveMQ"}
    assert "users[0].password" in diff(BINDINGS[BROKER.type], active, {**active, "users": users}).changes


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


def test_of_a_set_the_items_that_change_are_told_by_the_places_where_they_stand() -> None:
    group = BINDINGS["aws:rds/parameterGroup:ParameterGroup"]

    def parameters(*pairs: tuple[str, str]) -> Properties:
        return {
            "family": "postgres15",
            "parameters": [{"name": name, "value": value} for name, value in pairs],
        }

    before = parameters(("rds.force_ssl", "1"), ("max_connections", "400"))
    more = parameters(("rds.force_ssl", "1"), ("log_connections", "1"), ("max_connections", "400"))
    assert not diff(group, before, parameters(("max_connections", "400"), ("rds.force_ssl", "1"))).changes
    assert set(diff(group, before, more).changes) == {"parameters[1]"}
    other = parameters(("rds.force_ssl", "1"), ("max_connections", "600"))
    assert set(diff(group, before, other).changes) == {"parameters[1].value"}
    assert set(diff(group, more, before).changes) == {"parameters[1]"}
