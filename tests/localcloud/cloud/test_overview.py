import io
import json

import pytest
from rich.console import Console

from localcloud.cloud import overview, server, stacks
from localcloud.cloud.cloud import Cloud


def shown(*clouds: Cloud) -> str:
    words = io.StringIO()
    overview.show(clouds, Console(file=words, width=120))
    return words.getvalue()


def test_a_row_says_what_runs_where_and_what_is_deployed(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cloud.directory / "clusters" / "main").mkdir(parents=True)
    (cloud.directory / "clusters" / "main" / "cluster.json").write_text("{}")
    state = stacks.checkpoint(cloud, "two")
    state.parent.mkdir(parents=True)
    state.write_text(json.dumps({"checkpoint": {"latest": {"resources": [{"type": "t"}] * 3}}}))
    [row] = [line for line in shown(cloud).splitlines() if "first" in line]
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["first", "stopped", "main", "two: 3"]
    monkeypatch.setattr(server, "find", lambda _: object())
    assert "http://127.0.0.1:20001" in shown(cloud)


def test_without_a_cloud_the_command_that_makes_one_is_named() -> None:
    assert "`make up PHASE=phase1` makes one" in shown()
