"""The journal remembers ids across processes, and nothing outside a cloud."""

from pathlib import Path

import pytest

from localcloud.engine.plugin.journal import Journal

URN = "urn:pulumi:phase2::softfactory::aws:ec2/vpc:Vpc::network"


def test_an_id_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    Journal(tmp_path / "journal").record(URN, "vpc-1")
    Journal(tmp_path / "journal").record(URN, "vpc-2")
    assert Journal(tmp_path / "journal").id_of(URN) == "vpc-2"
    Journal(tmp_path / "journal").forget(URN)
    assert Journal(tmp_path / "journal").id_of(URN) is None


def test_it_is_readable_by_its_user_only(tmp_path: Path) -> None:
    Journal(tmp_path / "journal").record(URN, "vpc-1")
    modes = [
        path.stat().st_mode & 0o077 for path in (tmp_path / "journal", *(tmp_path / "journal").iterdir())
    ]
    assert modes == [0, 0]


def test_outside_a_cloud_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOFTFACTORY_CLOUD_DIR", raising=False)
    journal = Journal.of_environment()
    journal.record(URN, "vpc-1")
    assert journal.id_of(URN) is None
    journal.forget(URN)


def test_an_unfinished_create_keeps_its_token_and_name(tmp_path: Path) -> None:
    first = Journal(tmp_path).begin(URN, "platform-1234567")
    assert Journal(tmp_path).begin(URN, "platform-7654321") == first
    assert Journal(tmp_path).unfinished_name(URN) == "platform-1234567"
    Journal(tmp_path).record(URN, "vpc-1")
    assert Journal(tmp_path).unfinished_name(URN) is None
    assert Journal(tmp_path).begin(URN, None) != first
