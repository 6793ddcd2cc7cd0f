import shutil
from pathlib import Path

from localcloud.cloud import swap
from localcloud.cloud.cloud import Cloud


def fresh(cloud: Cloud) -> Path:
    folder = swap.beside(cloud, "fresh")
    folder.mkdir()
    (folder / "cloud.json").write_text("fresh")
    return folder


def test_the_fresh_directory_takes_the_place_of_the_old_one(cloud: Cloud) -> None:
    swap.replace(cloud, fresh(cloud))
    assert (cloud.directory / "cloud.json").read_text() == "fresh"
    assert [path.name for path in cloud.directory.parent.iterdir()] == ["first"]


def test_a_replacement_killed_between_its_steps_is_completed(cloud: Cloud) -> None:
    fresh(cloud)
    cloud.directory.rename(swap.beside(cloud, "old"))
    swap.finish(cloud)
    assert (cloud.directory / "cloud.json").read_text() == "fresh"
    assert [path.name for path in cloud.directory.parent.iterdir()] == ["first"]


def test_a_copy_that_was_never_completed_does_not_become_the_cloud(cloud: Cloud) -> None:
    before = (cloud.directory / "cloud.json").read_text()
    fresh(cloud)
    swap.finish(cloud)
    assert (cloud.directory / "cloud.json").read_text() == before


def test_a_first_copy_that_was_killed_does_not_become_the_cloud(cloud: Cloud) -> None:
    incomplete = fresh(cloud)
    shutil.rmtree(cloud.directory)
    swap.finish(cloud)
    assert not cloud.directory.exists()
    assert incomplete.exists()
