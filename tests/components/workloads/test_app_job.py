from typing import Any

from components.workloads.app_job import AppJob, AppJobArgs
from stacks.charts import chart
from tests.components.workloads.pods import (
    BINDING,
    RULES,
    SECRETS,
    assert_bound,
    assert_restricted,
    container_of,
    custom,
    inputs,
)
from tests.recording import Recording, record


def args(after: list[Any]) -> AppJobArgs:
    return AppJobArgs(
        command=["run", "it"],
        deadline_seconds=120,
        chart=chart("job"),
        namespace="softfactory",
        binding=BINDING,
        secrets=SECRETS,
        rules=RULES,
        after=after,
    )


def job(preview: bool) -> Recording:
    def program() -> None:
        AppJob("second", args([AppJob("first", args([]))]))

    return record(program, preview=preview)


def test_it_is_a_job_and_its_rules(preview: bool) -> None:
    kinds = {
        "kubernetes:batch/v1:Job": "job",
        "kubernetes:core/v1:ServiceAccount": "serviceaccount",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy": "networkpolicy",
    }
    assert custom(job(preview)) == {
        (kind, f"{name}-{suffix}") for kind, suffix in kinds.items() for name in ("first", "second")
    }


def test_it_runs_once_for_each_template(preview: bool) -> None:
    found = inputs(job(preview), "batch/v1:Job", "first-job")
    # With a name the former one would have to go before the next one comes.
    assert "name" not in found["metadata"]
    assert found["spec"]["activeDeadlineSeconds"] == 120
    assert found["spec"]["template"]["spec"]["restartPolicy"] == "Never"
    assert container_of(found)["command"] == ["run", "it"]
    assert_restricted(found)
    assert_bound(found)


def test_what_comes_after_it_waits_for_it(preview: bool) -> None:
    recording = job(preview)
    first = recording.one("kubernetes:batch/v1:Job", "first-job")
    assert first.urn in recording.one("kubernetes:batch/v1:Job", "second-job").dependencies
