"""Every rendered manifest of every phase: as in the golden file, and as the API of Kubernetes 1.36 has it."""

from importlib import import_module
from typing import Any

import pytest
import yaml

from tests.charts.golden import FOLDER, text
from tests.phases import PHASES

VERSION = "1.36"


@pytest.fixture(scope="module")
def kubernetes_validate() -> Any:
    # Compiles a grammar for two seconds: not where this file is only collected.
    return import_module("kubernetes_validate")


@pytest.mark.parametrize("phase", PHASES)
def test_the_golden_file_is_what_is_rendered(phase: str) -> None:
    written = (FOLDER / f"{phase}.yaml").read_text(encoding="utf-8")
    assert written == text(phase), "read what changed after `python -m tests.charts.golden`"


def golden(phase: str) -> list[dict[str, Any]]:
    return list(yaml.load_all((FOLDER / f"{phase}.yaml").read_text(), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("phase", PHASES)
def test_every_manifest_is_valid_for_kubernetes(phase: str, kubernetes_validate: Any) -> None:
    found = golden(phase)
    assert len(found) > 20
    for manifest in found:
        kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_a_manifest_that_is_not_would_be_noticed(kubernetes_validate: Any) -> None:
    manifest = next(item for item in golden("phase1") if item["kind"] == "Deployment")
    manifest["spec"]["replica"] = 3
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, VERSION, strict=True)


@pytest.mark.parametrize("phase", PHASES)
def test_every_container_says_what_it_asks_for_and_is_named_by_digest(phase: str) -> None:
    for manifest in golden(phase):
        if manifest["kind"] in ("Deployment", "Job"):
            (container,) = manifest["spec"]["template"]["spec"]["containers"]
            assert "@sha256:" in container["image"]
            assert container["resources"]["requests"].keys() == {"cpu", "memory"}
            assert container["resources"]["limits"].keys() == {"memory"}
            if manifest["kind"] == "Deployment":
                probes = {"startupProbe", "readinessProbe", "livenessProbe"}
                assert probes <= container.keys()
                grace = manifest["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
                assert grace >= 45
