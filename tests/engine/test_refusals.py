"""What the real scheduler and the real admission refuse fails `up`, in their words."""

import re

import pytest
import yaml

from tests.engine.checkout import Checkout

pytestmark = pytest.mark.engine


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
