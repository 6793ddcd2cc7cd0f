import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from components.workloads.beat import Beat, BeatArgs
from components.workloads.beat_size import BeatSize
from stacks.charts import chart
from tests.components.workloads.pods import (
    BINDING,
    RULES,
    SECRETS,
    assert_bound,
    assert_restricted,
    container_of,
    custom,
    environment,
    inputs,
    pod_of,
)
from tests.recording import Recording, record


def beat(preview: bool, reports_to: str | None = None) -> Recording:
    size = BeatSize(
        process="sns-auto",
        database="sns-auto",
        cpu_request_millicores=20,
        memory_request_mib=100,
        memory_limit_mib=200,
    )
    args = BeatArgs(
        size=size,
        chart=chart("beat"),
        namespace="softfactory",
        binding=BINDING,
        secrets=SECRETS,
        rules=RULES,
        reports_to=reports_to,
        after=[],
    )
    return record(lambda: Beat("sns-auto", args), preview=preview)


def deployment(recording: Recording) -> dict[str, Any]:
    return inputs(recording, "apps/v1:Deployment", "sns-auto-beat-deployment")


def test_it_is_one_pod_and_its_rules(preview: bool) -> None:
    recording = beat(preview)
    assert custom(recording) == {
        ("kubernetes:apps/v1:Deployment", "sns-auto-beat-deployment"),
        ("kubernetes:core/v1:ServiceAccount", "sns-auto-beat-serviceaccount"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "sns-auto-beat-networkpolicy"),
    }
    spec = deployment(recording)["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})


def test_it_is_told_whom_to_tell_of_the_jobs_if_anybody(preview: bool) -> None:
    assert environment(deployment(beat(preview, "eu-west-1")))["CLOUDWATCH_REGION"] == "eu-west-1"
    assert "CLOUDWATCH_REGION" not in environment(deployment(beat(preview)))


def test_its_pod_is_restricted_and_bound(preview: bool) -> None:
    found = deployment(beat(preview))
    assert_restricted(found)
    assert_bound(found)
    assert pod_of(found)["priorityClassName"] == "softfactory-scheduling"
    assert container_of(found)["command"] == ["python", "-m", "app.processes", "beat", "sns-auto"]


@pytest.mark.parametrize(("written", "code"), [("fresh", 0), ("stale", 1), ("nothing", 1)])
def test_it_is_alive_while_it_writes_its_schedule_down(tmp_path: Path, written: str, code: int) -> None:
    from os import utime

    _, *command = container_of(deployment(beat(False)))["livenessProbe"]["exec"]["command"]
    if written != "nothing":
        schedule = tmp_path / "sns_auto-beat.dat"
        schedule.touch()
        if written == "stale":
            utime(schedule, (0, 0))
    here = [argument.replace("/tmp/", f"{tmp_path}/") for argument in command]
    assert subprocess.run([sys.executable, *here], check=False).returncode == code
