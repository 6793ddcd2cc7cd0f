"""Policies and VPC origins: made, changed under their ETag, kept while in use, deleted."""

from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

NONE = {"HeaderBehavior": "none"}
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "CachePolicy": ("CachePolicyConfig", "CachePolicies", {"Name": "api", "MinTTL": 0, "DefaultTTL": 60}),
    "OriginRequestPolicy": (
        "OriginRequestPolicyConfig",
        "OriginRequestPolicies",
        {
            "Name": "api",
            "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": {"Quantity": 1, "Items": ["Host"]}},
            "CookiesConfig": {"CookieBehavior": "all"},
            "QueryStringsConfig": {"QueryStringBehavior": "all"},
        },
    ),
    "ResponseHeadersPolicy": (
        "ResponseHeadersPolicyConfig",
        "ResponseHeadersPolicies",
        {
            "Name": "api",
            "SecurityHeadersConfig": {
                "StrictTransportSecurity": {"Override": True, "AccessControlMaxAgeSec": 31536000}
            },
        },
    ),
    "VpcOrigin": (
        "VpcOriginEndpointConfig",
        "VpcOrigins",
        {
            "Name": "api",
            "Arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/edge/1",
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
        },
    ),
}


class Documents:
    def __init__(self, client: Any, kind: str) -> None:
        self.kind = kind
        self.config, self.plural, self.content = CASES[kind]
        self._client = client

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        name = xform_name(operation.format(kind=self.kind, plural=self.plural))
        answer: dict[str, Any] = getattr(self._client, name)(**arguments)
        return answer

    def create(self) -> tuple[str, str]:
        created = self.call("Create{kind}", **{self.config: self.content})
        return created[self.kind]["Id"], created["ETag"]


@pytest.fixture(params=list(CASES))
def documents(request: pytest.FixtureRequest, aws: Client) -> Documents:
    return Documents(aws("cloudfront"), request.param)


def test_is_made_changed_and_deleted(documents: Documents) -> None:
    id, etag = documents.create()
    shown = documents.call("Get{kind}", Id=id)
    assert shown[documents.kind][documents.config] == documents.content
    changed = {**documents.content, "Name": "changed"}
    updated = documents.call("Update{kind}", **{documents.config: changed}, Id=id, IfMatch=etag)
    assert updated["ETag"] != etag
    assert documents.call("Get{kind}", Id=id)[documents.kind][documents.config] == changed
    with pytest.raises(ClientError, match="PreconditionFailed"):
        documents.call("Delete{kind}", Id=id, IfMatch=etag)
    documents.call("Delete{kind}", Id=id, IfMatch=updated["ETag"])
    with pytest.raises(ClientError, match=r"NoSuch|EntityNotFound"):
        documents.call("Get{kind}", Id=id)


def test_has_a_name_of_its_own(documents: Documents) -> None:
    documents.create()
    with pytest.raises(ClientError, match="AlreadyExists"):
        documents.create()


def test_is_listed(documents: Documents) -> None:
    id, _ = documents.create()
    listed = documents.call("List{plural}")[f"{documents.kind}List"]
    names = [item.get(documents.kind, item).get("Id") for item in listed["Items"]]
    assert id in names
    assert listed["Quantity"] == len(names)


@pytest.mark.parametrize("kind", ["CachePolicy", "OriginRequestPolicy", "ResponseHeadersPolicy"])
def test_awss_own_are_there_and_stay_as_they_are(aws: Client, kind: str) -> None:
    documents = Documents(aws("cloudfront"), kind)
    listed = documents.call("List{plural}", Type="managed")[f"{kind}List"]["Items"]
    assert {item["Type"] for item in listed} == {"managed"}
    id = listed[0][kind]["Id"]
    assert documents.call("Get{kind}", Id=id)[kind]["Id"] == id
    with pytest.raises(ClientError, match="IllegalUpdate"):
        documents.call("Delete{kind}", Id=id, IfMatch="x")


def test_the_configuration_alone(aws: Client) -> None:
    documents = Documents(aws("cloudfront"), "CachePolicy")
    id, etag = documents.create()
    shown = documents.call("Get{kind}Config", Id=id)
    assert (shown["CachePolicyConfig"], shown["ETag"]) == (documents.content, etag)
