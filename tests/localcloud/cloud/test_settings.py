from pathlib import Path

import pytest

from localcloud.cloud.errors import CloudError
from localcloud.cloud.settings import Settings, checked_name


def test_what_is_written_is_read_again_and_is_for_its_user_only(tmp_path: Path) -> None:
    settings = Settings.new("phase1", 20001, "us-east-1")
    settings.write(tmp_path / "cloud.json")
    assert Settings.read(tmp_path / "cloud.json") == settings
    assert (tmp_path / "cloud.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["cloud.json"]


def test_every_cloud_has_secrets_of_its_own_in_the_form_of_aws() -> None:
    one, other = (Settings.new("phase1", 20001, "us-east-1") for _ in range(2))
    assert len({one.secret_access_key, other.secret_access_key, one.passphrase, other.passphrase}) == 4
    assert one.access_key_id.startswith("AKIA")
    assert len(one.access_key_id) == 20
    assert one.access_key_id != other.access_key_id


def test_a_copy_has_keys_of_its_own_and_can_still_read_the_secrets_of_its_stacks() -> None:
    one = Settings.new("phase1", 20001, "us-east-1")
    copy = one.moved("other", 20002)
    assert (copy.name, copy.port, copy.passphrase) == ("other", 20002, one.passphrase)
    assert copy.access_key_id != one.access_key_id
    assert copy.secret_access_key != one.secret_access_key


@pytest.mark.parametrize("name", ["", "Phase1", "a/b", "..", "-a", "a" * 32])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(CloudError, match="cannot be the name of a cloud: up to 31 lower-case letters"):
        checked_name(name)


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "phase1"}', '{"unknown": 1}'])
def test_a_damaged_file_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "cloud.json").write_text(content)
    with pytest.raises(CloudError, match=f"{tmp_path / 'cloud.json'} is not as it was written"):
        Settings.read(tmp_path / "cloud.json")


def test_an_absent_file_is_no_cloud(tmp_path: Path) -> None:
    with pytest.raises(CloudError, match=f"there is no embedded cloud in {tmp_path}; `make up` makes one"):
        Settings.read(tmp_path / "cloud.json")
