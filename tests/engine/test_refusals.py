"""What the real scheduler and the real controllers refuse fails `up`, in their words."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.engine.checkout import Checkout
from tests.engine.pods import pods, serves

pytestmark = pytest.mark.engine

JOB_FAILS = Path(__file__).with_name("job-fails.yaml")


def test_pods_that_no_node_can_hold_fail_the_update(altered: Checkout) -> None:
    file = altered.root / "Pulumi.phase1.yaml"
    stack = yaml.safe_load(file.read_text())
    for service in stack["config"]["softfactory:phase"]["web_services"].values():
        service["cpu_request_millicores"] = 1900
    file.write_text(yaml.safe_dump(stack))
    chart = altered.root / "charts" / "web" / "deployment.yaml.j2"
    patient = chart.read_text()
    hasty = re.sub(r"progressDeadlineSeconds: \d+", "progressDeadlineSeconds: 5", patient)
    assert hasty != patient
    chart.write_text(hasty)
    code, said = altered.run("up", "phase1")
    assert code != 0
    assert "Insufficient cpu" in said
    assert "platform-deployment" in said


def test_a_migration_that_fails_stops_the_rollout_and_leaves_the_old_pods(altered: Checkout) -> None:
    """No container runs here: a stage of kwok's says of the migration's pod that it has failed."""
    shutil.copy(JOB_FAILS, altered.root / "localcloud" / "kubernetes" / "stages")
    template = "  template:\n    metadata:\n"
    fails = (
        '{% if "migrate" in name %}\n      annotations: {softfactory.invalid/fails: "true"}\n{% endif %}\n'
    )
    job = altered.root / "charts" / "job" / "job.yaml.j2"
    job.write_text(
        re.sub("backoffLimit: .*", "backoffLimit: 0", job.read_text()).replace(template, template + fails)
    )
    web = altered.root / "charts" / "web" / "deployment.yaml.j2"
    again = '      annotations: {softfactory.invalid/rollout: "again"}\n'
    web.write_text(web.read_text().replace(template, template + again))

    altered.must("run", "phase1", "--stack", "phase1", "--", "true")  # it has to run to be asked
    before = {pod.metadata.uid for pod in pods(altered, "phase1", "platform").items}
    code, said = altered.run("up", "phase1")
    assert code != 0
    assert "platform-migrate" in said
    assert "BackoffLimitExceeded" in said
    after = pods(altered, "phase1", "platform").items
    assert {pod.metadata.uid for pod in after} == before
    assert all(map(serves, after))
