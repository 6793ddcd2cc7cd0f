"""Check: defaults, automatic names and tags as the official provider makes them; refusals that help."""

import re

from localcloud.aws import check
from localcloud.aws.bindings import BINDINGS
from localcloud.engine.plugin.provider import Checked, Resource
from localcloud.engine.plugin.values import UNKNOWN, Properties


def _check(
    type: str, news: Properties, olds: Properties | None = None, seed: bytes = b"s", tags: object = ()
) -> Checked:
    resource = Resource(f"urn:pulumi:phase1::softfactory::{type}::Platform", type, "Platform")
    return check.check(BINDINGS[type], resource, olds or {}, news, seed, dict(tags) if tags == () else tags)


def test_a_name_is_made_from_the_logical_one_and_kept() -> None:
    first = _check("aws:iam/role:Role", {"assumeRolePolicy": "{}"}).inputs
    assert re.fullmatch(r"Platform-[0-9a-f]{7}", first["name"])
    assert "name" in first["__defaults"]
    again = _check("aws:iam/role:Role", {"assumeRolePolicy": "{}"}, olds=first, seed=b"other").inputs
    assert again["name"] == first["name"]
    assert (
        _check("aws:iam/role:Role", {"assumeRolePolicy": "{}"}, seed=b"other").inputs["name"] != first["name"]
    )


def test_a_given_name_stays_and_the_name_of_a_database_is_lower_case() -> None:
    assert (
        _check("aws:iam/role:Role", {"assumeRolePolicy": "{}", "name": "Deployer"}).inputs["name"]
        == "Deployer"
    )
    assert _check("aws:rds/subnetGroup:SubnetGroup", {"subnetIds": []}).inputs["name"].startswith("platform-")


def test_a_prefix_is_followed_and_a_long_name_is_cut() -> None:
    assert (
        _check("aws:iam/role:Role", {"assumeRolePolicy": "{}", "namePrefix": "node-"}).inputs["name"][:5]
        == "node-"
    )
    assert (
        len(_check("aws:iam/role:Role", {"assumeRolePolicy": "{}", "namePrefix": "x" * 80}).inputs["name"])
        == 64
    )


def test_defaults_are_filled_in_and_listed() -> None:
    inputs = _check("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}).inputs
    assert inputs["enableDnsSupport"] is True
    assert inputs["instanceTenancy"] == "default"
    assert inputs["__defaults"] == ["enableDnsSupport", "instanceTenancy"]


def test_default_tags_lie_under_the_resource_s_own() -> None:
    tags = {"owner": "platform", "project": "softfactory"}
    inputs = _check(
        "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "tags": {"owner": "me"}}, tags=tags
    ).inputs
    assert inputs["tagsAll"] == {"owner": "me", "project": "softfactory"}
    assert inputs["tags"] == {"owner": "me"}
    unknown = _check(
        "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "tags": {"owner": UNKNOWN}}, tags=tags
    ).inputs
    assert unknown["tagsAll"] is UNKNOWN


def test_an_unmapped_input_is_refused_with_both_ways_to_mend_it() -> None:
    ((path, reason),) = _check(
        "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "ipv6IpamPoolId": "x"}
    ).failures
    assert path == "ipv6IpamPoolId"
    assert "aws:ec2/vpc:Vpc" in reason
    assert "map it" in reason
    assert "not_simulated" in reason


def test_tags_of_a_type_without_tags_are_refused() -> None:
    ((path, _),) = _check("aws:kms/alias:Alias", {"name": "alias/a", "targetKeyId": "k", "tags": {}}).failures
    assert path == "tags"


def test_a_missing_required_input_is_named() -> None:
    ((path, reason),) = _check("aws:iam/role:Role", {}).failures
    assert path == "assumeRolePolicy"
    assert "Missing required property 'assumeRolePolicy'" in reason


def test_a_region_belongs_to_the_resources_of_regional_services() -> None:
    assert not _check("aws:kms/key:Key", {"region": "us-west-2"}).failures
    ((path, _),) = _check("aws:iam/role:Role", {"assumeRolePolicy": "{}", "region": "us-west-2"}).failures
    assert path == "region"
