from pathlib import Path

import pytest

from localcloud.cloud import stacks
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError


def test_every_stack_file_is_a_stack(project: Path) -> None:
    assert stacks.names(project) == ["one", "two"]


def test_an_unknown_stack_is_refused_with_the_known_ones(cloud: Cloud) -> None:
    stacks.check(cloud, "one")
    with pytest.raises(CloudError, match="has no stack 'three'; it has one, two"):
        stacks.check(cloud, "three")


def test_outside_a_project_the_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CloudError, match=rf"there is no Pulumi\.yaml in {tmp_path}"):
        stacks.project(tmp_path)


@pytest.mark.parametrize(
    ("config", "region"),
    [
        ("", "us-east-1"),
        ("config:\n  aws:region: eu-west-1\n", "eu-west-1"),
        ("config:\n  aws:region:\n    value: eu-west-1\n", "eu-west-1"),
        ("config:\n  x:installation:\n    value:\n      region: eu-north-1\n", "eu-north-1"),
        ("config:\n  x:other:\n    value:\n      region: eu-north-1\n", "us-east-1"),
    ],
)
def test_the_region_is_the_one_of_the_installation(config: str, region: str, project: Path) -> None:
    (project / "Pulumi.yaml").write_text(f"name: throwaway\nruntime: python\n{config}")
    assert stacks.region(project) == region


def test_the_copy_of_a_stack_file_has_the_salt_and_the_tracked_file_is_as_it_was(
    cloud: Cloud, project: Path
) -> None:
    tracked = project / "Pulumi.one.yaml"
    tracked.write_text(
        "secretsprovider: awskms://alias/real\nencryptedkey: abc\nconfig:\n  throwaway:mode: x\n"
    )
    before = tracked.read_text()
    cloud.scratch.mkdir(parents=True)
    (cloud.scratch / "Pulumi.one.yaml").write_text("encryptionsalt: v1:salt\n")
    copy = stacks.config_file(cloud, "one", project / "Pulumi.one.yaml")
    assert copy == cloud.directory / "pulumi" / "config" / "Pulumi.one.yaml"
    assert copy.read_text() == "encryptionsalt: v1:salt\nconfig:\n  throwaway:mode: x\n"
    assert tracked.read_text() == before


def test_a_stack_without_a_file_or_not_of_this_cloud_has_no_copy(cloud: Cloud, project: Path) -> None:
    assert stacks.config_file(cloud, "one", project / "Pulumi.one.yaml") is None
    assert stacks.config_file(cloud, "three", project / "Pulumi.three.yaml") is None
    assert stacks.arguments(cloud, "one") == ["--stack", "one"]
