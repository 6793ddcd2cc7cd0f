"""Values are brought into the API's form by its service model, and back into the user's."""

from typing import Any

import pytest

from localcloud.aws.binding import Property
from localcloud.aws.calls import Caller
from localcloud.aws.shapes import (
    Unmapped,
    camel,
    canonical,
    follow,
    member,
    tags_from_api,
    tags_to_api,
    to_api,
)

PLAIN = Property()


def _shape(caller: Caller, service: str, operation: str, path: str) -> Any:
    taken = caller.model(service, operation).input_shape
    assert taken is not None
    shape = member(taken, path)
    assert shape is not None
    return shape


def test_names_numbers_booleans_and_single_objects_take_the_api_s_form(caller: Caller) -> None:
    shape = _shape(caller, "ec2", "CreateLaunchTemplate", "LaunchTemplateData.BlockDeviceMappings")
    written = {"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "volumeSize": "20", "__defaults": []}}
    assert to_api(written, shape, {}, "blockDeviceMappings") == [
        {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": 20}}
    ]


def test_a_map_of_tags_becomes_a_list_of_them(caller: Caller) -> None:
    shape = _shape(caller, "ec2", "CreateLaunchTemplate", "LaunchTemplateData.TagSpecifications")
    written = [{"resourceType": "instance", "tags": {"Name": "node"}}]
    assert to_api(written, shape, {}, "t")[0]["Tags"] == [{"Key": "Name", "Value": "node"}]
    assert tags_from_api([{"Key": "a", "Value": "b"}, {"Key": "aws:x", "Value": "c"}]) == {"a": "b"}
    assert tags_from_api([{"TagKey": "a", "TagValue": "b"}]) == {"a": "b"}


def test_what_the_api_does_not_have_is_named(caller: Caller) -> None:
    shape = _shape(caller, "eks", "CreateCluster", "resourcesVpcConfig")
    with pytest.raises(Unmapped, match=r"vpcConfig\.colour"):
        to_api({"subnetIds": [], "colour": "red"}, shape, {}, "vpcConfig")


def test_a_renamed_key_travels_under_its_other_name_or_not_at_all(caller: Caller) -> None:
    shape = _shape(caller, "ec2", "RunInstances", "BlockDeviceMappings.0.Ebs")
    assert to_api({"size": 8, "tags": {}}, shape, {"size": "VolumeSize", "tags": ""}, "r") == {
        "VolumeSize": 8
    }


def test_a_list_that_tells_its_length_and_a_key_that_travels_further_in(caller: Caller) -> None:
    shape = _shape(caller, "cloudfront", "CreateDistribution", "DistributionConfig.DefaultCacheBehavior")
    renamed = Property(rename={"cachedMethods": "AllowedMethods.CachedMethods"})
    written = {"cachedMethods": ["GET"], "allowedMethods": ["GET", "HEAD"], "compress": True}
    sent = to_api(written, shape, renamed.rename, "defaultCacheBehavior")
    assert sent == {
        "AllowedMethods": {
            "Quantity": 2,
            "Items": ["GET", "HEAD"],
            "CachedMethods": {"Quantity": 1, "Items": ["GET"]},
        },
        "Compress": True,
    }
    assert follow(written, sent, renamed) == written
    sent["AllowedMethods"]["CachedMethods"] = {"Quantity": 0}
    assert follow(written, sent, renamed) == {**written, "cachedMethods": []}


def test_a_key_may_be_renamed_in_one_place_only(caller: Caller) -> None:
    shape = _shape(caller, "cloudfront", "CreateDistribution", "DistributionConfig.OriginGroups")
    groups = Property(rename={"originId": "Id", "members.originId": "OriginId"})
    written = [{"originId": "group", "members": [{"originId": "first"}]}]
    sent = to_api(written, shape, groups.rename, "originGroups")
    assert sent["Items"][0]["Id"] == "group"
    assert sent["Items"][0]["Members"] == {"Quantity": 1, "Items": [{"OriginId": "first"}]}
    assert follow(written, sent, groups) == written


def test_the_keys_of_a_map_are_part_of_a_path(caller: Caller) -> None:
    assert _shape(caller, "sns", "CreateTopic", "Attributes.KmsMasterKeyId").type_name == "string"


def test_tags_may_be_wrapped(caller: Caller) -> None:
    shape = _shape(caller, "cloudfront", "TagResource", "Tags")
    assert tags_to_api({"a": "b"}, shape) == {"Items": [{"Key": "a", "Value": "b"}]}
    assert tags_to_api(["a"], _shape(caller, "cloudfront", "UntagResource", "TagKeys")) == {"Items": ["a"]}


@pytest.mark.parametrize(
    ("written", "live", "expected"),
    [
        (True, "false", False),
        (True, "true", True),
        ("text", b"text", "text"),
        ({"a": "1"}, [{"Name": "a", "Value": "2"}], {"a": "2"}),
        ("15", 15, "15"),
        ("0", 0.0, "0"),
        ("nan?", 1.5, "1.5"),
        ("true", True, "true"),
        (5432, 5433, 5433),
        ({"subnetIds": ["a"]}, {"SubnetIds": ["b"], "VpcId": "v"}, {"subnetIds": ["b"]}),
        ({"keyArn": "a"}, [{"keyArn": "a"}], {"keyArn": "a"}),
        ({"told": 1, "untold": 2}, {"Told": 1}, {"told": 1, "untold": 2}),
        ({"Name": "n"}, [{"Key": "Name", "Value": "n"}], {"Name": "n"}),
        (["a", "b"], ["a"], ["a"]),
    ],
)
def test_live_values_follow_what_was_written(written: Any, live: Any, expected: Any) -> None:
    assert follow(written, live, PLAIN) == expected


def test_a_set_keeps_the_written_order_and_shows_what_is_more() -> None:
    assert follow(["b", "a"], ["a", "b", "c"], Property(unordered=True)) == ["b", "a", "c"]
    assert follow([{"name": "x", "value": "1"}], [{"Name": "y", "Value": "2"}], Property(unordered=True)) == [
        {"name": "y", "value": "2"}
    ]


def test_json_that_means_the_same_stays_as_written() -> None:
    document = Property(json=True)
    assert follow('{ "a": 1 }', {"a": 1}, document) == '{ "a": 1 }'
    assert follow('{"a":1}', '{"a":2}', document) == '{"a":2}'
    assert canonical("not json", document) == "not json"


def test_a_number_in_a_text_is_compared_as_one() -> None:
    amount = Property(number=True)
    assert follow("200", "200.0", amount) == "200"
    assert follow("200", "201.0", amount) == "201.0"


def test_keys_take_pulumi_s_spelling_unless_they_are_the_user_s() -> None:
    assert camel({"KmsKeyId": [{"A": 1}]}) == {"kmsKeyId": [{"a": 1}]}
    assert camel({"App": 1}, verbatim=True) == {"App": 1}


def test_an_empty_list_that_says_its_length_is_a_list_in_pulumi_s_spelling() -> None:
    answered = {
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "Aliases": {"Quantity": 1, "Items": ["a"]},
    }
    assert camel(answered) == {"trustedSigners": [], "aliases": ["a"]}
