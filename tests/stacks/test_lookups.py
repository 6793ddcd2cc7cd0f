import string

import pulumi
import pulumi_aws as aws
import pytest

from stacks.installation import Image
from stacks.lookups import (
    SEARCH_SERVICE,
    addon_version,
    caller,
    cloudfront_blocks,
    image_reference,
    random_password,
    search_role_is_ours,
    secret_value,
)
from tests.recording import ACCOUNT, ANSWERS, DEPLOYER, record


def options() -> pulumi.InvokeOptions:
    return pulumi.InvokeOptions(provider=aws.Provider("aws", region="us-east-1"))


def test_a_session_is_traced_to_its_role() -> None:
    seen: list[object] = []

    def program() -> None:
        who = caller(options())
        seen.extend((who.account_id, who.principal_arn))

    recording = record(program, preview=False)
    assert seen == [ACCOUNT, DEPLOYER]
    assert recording.calls[1][1] == {"arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deployer/session"}


def test_the_app_s_image_is_named_by_its_digest() -> None:
    seen: list[str] = []
    image = Image(repository="softfactory", digest=f"sha256:{'0' * 64}")
    recording = record(lambda: seen.append(image_reference(image, options())), preview=False)
    assert seen == [f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/softfactory@{image.digest}"]
    assert recording.calls[0][1] == {"name": "softfactory"}


def test_the_blocks_of_cloudfront_are_those_of_its_list() -> None:
    seen: list[str] = []
    recording = record(lambda: seen.extend(cloudfront_blocks(options())), preview=False)
    assert seen == ["203.0.113.0/24"]
    assert recording.calls[0][1] == {"name": "com.amazonaws.global.cloudfront.origin-facing"}


def test_an_add_on_has_the_version_that_eks_takes_by_default() -> None:
    seen: list[object] = []
    recording = record(lambda: addon_version("coredns", "1.36", options()).apply(seen.append), preview=False)
    assert seen == ["v1.2.3-eksbuild.1"]
    assert recording.calls[0][1] == {"addonName": "coredns", "kubernetesVersion": "1.36"}


def test_what_a_secret_of_the_installation_holds_is_a_secret() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        value = secret_value("softfactory/pagerduty", options())

        async def look() -> None:
            seen.extend((await value.future(), await value.is_secret()))

        return pulumi.Output.from_input(look())

    recording = record(program, preview=False)
    assert seen == ["pagerduty-key", True]
    assert recording.calls[0][1] == {"secretId": "softfactory/pagerduty"}


@pytest.mark.parametrize("preview", [True, False])
def test_a_password_is_long_plain_and_secret(preview: bool) -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        password = random_password(options())

        async def look() -> None:
            seen.extend((await password.future(), await password.is_secret()))

        return pulumi.Output.from_input(look())

    recording = record(program, preview=preview)
    assert seen == ["drawn-by-this-run", True]
    ((_, asked),) = recording.calls
    excluded = set(asked["excludeCharacters"])
    assert {**asked, "excludeCharacters": ""} == {
        "passwordLength": 40,
        "requireEachIncludedType": True,
        "excludeCharacters": "",
    }
    # Which special characters each takes: RDS, ElastiCache, RabbitMQ and OpenSearch, and a URL.
    punctuation = set(string.punctuation)
    for taken in (
        punctuation - set('/@"'),
        set("!&#$^<>-"),
        punctuation - set(",:="),
        punctuation,
        set("-._~"),
    ):
        assert punctuation - excluded <= taken
    assert punctuation - excluded


@pytest.mark.parametrize(
    ("names", "tags", "ours"),
    [
        ([], {}, True),
        (["AWSServiceRoleForAmazonOpenSearchService"], {"project": "softfactory"}, True),
        (["AWSServiceRoleForAmazonOpenSearchService"], {"project": "other"}, False),
        (["AWSServiceRoleForAmazonOpenSearchService"], {}, False),
    ],
)
def test_the_one_role_of_opensearch_is_ours_unless_it_is_somebody_elses(
    names: list[str], tags: dict[str, str], ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ANSWERS, "aws:iam/getRoles:getRoles", {"names": names})
    monkeypatch.setitem(ANSWERS, "aws:iam/getRole:getRole", {"tags": tags})
    seen: list[bool] = []
    recording = record(lambda: seen.append(search_role_is_ours("softfactory", options())), preview=False)
    assert seen == [ours]
    assert recording.calls[0][1] == {"pathPrefix": f"/aws-service-role/{SEARCH_SERVICE}/"}
