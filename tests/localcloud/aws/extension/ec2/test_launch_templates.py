"""Launch templates and their versions."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

DATA: dict[str, Any] = {
    "InstanceType": "t4g.medium",
    "MetadataOptions": {"HttpTokens": "required"},
    "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3"}}],
}


@pytest.fixture
def template(aws: Client) -> str:
    created = aws("ec2").create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=DATA)
    return str(created["LaunchTemplate"]["LaunchTemplateId"])


def test_a_version_takes_over_what_its_source_has(aws: Client, template: str) -> None:
    ec2 = aws("ec2")
    change = {"InstanceType": "t4g.large"}
    names = {"LaunchTemplateId": template, "LaunchTemplateData": change}
    second = ec2.create_launch_template_version(**names, SourceVersion="1")["LaunchTemplateVersion"]
    assert second["LaunchTemplateData"] == {**DATA, **change}
    third = ec2.create_launch_template_version(**names)["LaunchTemplateVersion"]
    assert third["LaunchTemplateData"] == change


def test_latest_and_default_are_told_apart(aws: Client, template: str) -> None:
    ec2 = aws("ec2")
    ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=DATA)
    (described,) = ec2.describe_launch_templates(LaunchTemplateIds=[template])["LaunchTemplates"]
    assert (described["DefaultVersionNumber"], described["LatestVersionNumber"]) == (1, 2)
    ec2.modify_launch_template(LaunchTemplateId=template, DefaultVersion="2")
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=template, Versions=["$Default"])
    assert [item["VersionNumber"] for item in versions["LaunchTemplateVersions"]] == [2]


def test_a_template_that_is_not_there_is_not_found(aws: Client, template: str) -> None:
    with pytest.raises(ClientError, match=r"InvalidLaunchTemplateId\.NotFound"):
        aws("ec2").describe_launch_templates(LaunchTemplateIds=[template, "lt-0123456789abcdef0"])


def test_its_own_tags_are_not_those_of_what_is_launched(aws: Client) -> None:
    def tags(kind: str, value: str) -> dict[str, Any]:
        return {"ResourceType": kind, "Tags": [{"Key": "of", "Value": value}]}

    ec2 = aws("ec2")
    created = ec2.create_launch_template(
        LaunchTemplateName="tagged",
        LaunchTemplateData={**DATA, "TagSpecifications": [tags("instance", "instance")]},
        TagSpecifications=[tags("launch-template", "template")],
    )["LaunchTemplate"]
    names = {"LaunchTemplateId": created["LaunchTemplateId"]}
    (version,) = ec2.describe_launch_template_versions(**names)["LaunchTemplateVersions"]
    assert version["LaunchTemplateData"]["TagSpecifications"] == [tags("instance", "instance")]
    ec2.create_tags(Resources=[created["LaunchTemplateId"]], Tags=[{"Key": "of", "Value": "changed"}])
    (described,) = ec2.describe_launch_templates(LaunchTemplateNames=["tagged"])["LaunchTemplates"]
    assert described["Tags"] == [{"Key": "of", "Value": "changed"}]
