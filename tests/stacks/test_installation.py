import copy
from typing import Any

import pytest

from stacks.installation import Installation
from stacks.reading import INSTALLATION_KEY, ConfigurationError, parse, read_config
from tests.phases import INSTALLATION, ROOT

WRITTEN: Any = read_config(ROOT / "Pulumi.yaml")[INSTALLATION_KEY]
DIGEST = "sha256:" + "0123456789abcdef" * 4


def installation(**values: object) -> Installation:
    return parse(Installation, {**copy.deepcopy(WRITTEN), **values}, INSTALLATION_KEY, "Pulumi.yaml")


def test_it_is_read_as_written() -> None:
    assert INSTALLATION.model_dump(mode="json") == WRITTEN


def test_the_tags_say_whose_it_is_and_not_which_phase() -> None:
    tags = installation(owner="a", repository="b").tags()
    assert tags == {"project": "softfactory", "owner": "a", "repository": "b"}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("owner", "", 'owner: got ""; allowed: up to 128 characters'),
        ("region", "us-gov-west-1", "allowed: a region of the commercial partition such as us-east-1"),
        ("region", "cn-north-1", "allowed: a region of the commercial partition such as us-east-1"),
        ("availability_zone_ids", ["use1-az1", "use1-az2"], "allowed: a list of 3 zone ids"),
        (
            "availability_zone_ids",
            ["use1-az1", "use1-az2", "us-east-1c"],
            "allowed: a zone id such as use1-az1",
        ),
        ("availability_zone_ids", ["use1-az1", "use1-az2", "use1-az2"], "allowed: 3 different ones"),
        ("availability_zone_ids", ["use1-az1", "use1-az2", "use1-az3"], "in which EKS makes control planes"),
        ("vpc_cidr", "10.0.0.0/8", "got 10.0.0.0/8; allowed: a private /16 such as 10.20.0.0/16"),
        ("vpc_cidr", "10.20.1.0/16", "got 10.20.1.0/16; allowed: a private /16 such as"),
        ("vpc_cidr", "8.8.0.0/16", "got 8.8.0.0/16; allowed: a private /16 such as"),
        ("vpc_cidr", "172.20.0.0/16", "apart from 172.20.0.0/16, which the Services have"),
        (
            "cluster_public_cidrs",
            ["0.0.0.0/0"],
            "got 0.0.0.0/0; allowed: public IPv4 blocks of /8 and narrower",
        ),
        ("cluster_public_cidrs", ["300.1.1.0/24"], "got 300.1.1.0/24; allowed: public IPv4 blocks"),
        ("cluster_public_cidrs", ["10.1.0.0/16"], "got 10.1.0.0/16; allowed: public IPv4 blocks"),
        ("cluster_public_cidrs", ["8.8.8.8/24"], "got 8.8.8.8/24; allowed: public IPv4 blocks"),
        ("cluster_public_cidrs", ["203.0.113.0/24"], "without host bits, none of those for documents"),
        (
            "cluster_admin_arns",
            ["arn:aws:sts::123456789012:assumed-role/a/b"],
            "role or user, not of a session",
        ),
        ("domain", "app", 'got "app"; allowed: a domain name such as app.example.com'),
        (
            "domain",
            f"{'a' * 50}.example",
            "allowed: a domain name such as app.example.com, up to 57 characters",
        ),
        (
            "hosted_zone",
            "example.com",
            "got example.com; allowed: app.softfactory.example or a domain above it",
        ),
        (
            "hosted_zone",
            "factory.example",
            "got factory.example; allowed: app.softfactory.example or a domain",
        ),
        ("pagerduty_secret", "the key itself", "the name of a secret in Secrets Manager, not its value"),
        ("runbooks_url", "http://example.org/x", "allowed: an https URL without a slash at its end"),
        ("runbooks_url", "https://example.org/x/", "allowed: an https URL without a slash at its end"),
        ("image", {"repository": "app:1", "digest": DIGEST}, "repository of ECR in this account and region"),
        ("image", {"repository": "host.example:5000/app", "digest": DIGEST}, "without a host"),
        ("gateway_image", {"repository": "kong", "digest": "3.9"}, "sha256: and 64 hexadecimal digits"),
        ("image", {"repository": "app", "digest": "latest"}, "sha256: and 64 hexadecimal digits"),
        ("database_ca_file", "../ca.txt", "the path of a .pem file of the project"),
        ("database_logins", {"in_use": "c", "a": 1, "b": 1}, 'in_use: got "c"; allowed: a or b'),
        ("colour", "red", 'colour: unknown key, got "red"; allowed: owner, repository'),
    ],
)
def test_a_wrong_value_is_refused_in_words(key: str, value: object, words: str) -> None:
    with pytest.raises(ConfigurationError, match=r"Pulumi\.yaml is refused") as refused:
        installation(**{key: value})
    assert f"  softfactory:installation.{key}" in str(refused.value)
    assert words in str(refused.value)


@pytest.mark.parametrize("zone", ["app.softfactory.example", "softfactory.example"])
def test_the_zone_is_the_domain_or_one_above_it(zone: str) -> None:
    assert installation(hosted_zone=zone).hosted_zone == zone


def test_nobody_outside_has_to_reach_the_cluster() -> None:
    assert installation(cluster_public_cidrs=[]).cluster_public_cidrs == ()
