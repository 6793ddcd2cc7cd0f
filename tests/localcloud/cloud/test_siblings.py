from pathlib import Path

import pytest

from localcloud.cloud import siblings
from localcloud.cloud.cloud import CHECKOUT, Cloud
from localcloud.cloud.errors import CloudError


def test_the_clouds_of_a_checkout_are_in_it_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOFTFACTORY_CLOUDS", raising=False)
    assert siblings.root() == CHECKOUT / ".localcloud"
    monkeypatch.setenv("SOFTFACTORY_CLOUDS", "/elsewhere")
    assert siblings.cloud("a").directory == Path("/elsewhere/a")


def test_only_directories_with_settings_are_clouds(cloud: Cloud) -> None:
    parent = cloud.directory.parent
    for name in ("empty", ".first.fresh", ".snapshots"):
        (parent / name).mkdir()
    (parent / ".first.fresh" / "cloud.json").write_text("{}")
    assert [one.name for one in siblings.clouds(parent)] == ["first"]
    assert siblings.ports_in_use(parent) == {20001}


def test_an_absent_cloud_is_refused_with_those_that_there_are(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTFACTORY_CLOUDS", str(cloud.directory.parent))
    assert siblings.existing("first").directory == cloud.directory
    with pytest.raises(CloudError, match="there is no embedded cloud 'second'; there is first"):
        siblings.existing("second")
