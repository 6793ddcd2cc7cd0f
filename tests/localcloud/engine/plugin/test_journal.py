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
