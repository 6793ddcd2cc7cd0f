import os

import pytest

from app.backing import packages
from app.backing.process import MissingProgram


def test_only_what_is_missing_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"buildah", "postgres", "initdb", "pg_basebackup", "rabbitmq-server", "epmd", "promtool"}
    there = set(packages.ALL) - gone
    monkeypatch.setattr(packages, "_is_there", there.__contains__)
    assert packages.missing(packages.ALL) == [
        "buildah", "postgresql-15", "prometheus", "rabbitmq-server",
    ]  # fmt: skip
    assert packages.missing(["setpriv", "epmd"]) == ["rabbitmq-server"]


def test_somebody_who_may_not_install_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(MissingProgram, match=r"run as root: apt-get install -y .* redis-server"):
        packages.install(["redis-server"])


def test_nothing_is_done_if_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "_is_there", lambda name: True)
    packages.main()
    assert capsys.readouterr().err == ""
