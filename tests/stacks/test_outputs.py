import json
import re
from typing import Any

from stacks.composition import compose
from stacks.outputs import DatabaseOutputs, PlatformOutputs, export
from tests.phases import INSTALLATION, PHASES, ROOT
from tests.recording import record


def exports(phase: str) -> dict[str, Any]:
    return record(lambda: export(compose(PHASES[phase], INSTALLATION)), preview=False, stack=phase).exports


def test_the_outputs_are_the_fields_of_the_type() -> None:
    found = exports("phase3")
    assert found.keys() == PlatformOutputs.__dataclass_fields__.keys()
    assert found["databases"].keys() == PHASES["phase3"].databases.keys()
    for database in found["databases"].values():
        assert database.keys() == DatabaseOutputs.__dataclass_fields__.keys()


def test_endpoints_are_host_names_of_the_primary_and_of_each_replica() -> None:
    platform = exports("phase2")["databases"]["platform"]
    assert platform["endpoint"] == "platform-0a1b2c3.abc.us-east-1.rds.amazonaws.com"
    assert platform["reader_endpoints"] == [
        f"platform-0a1b2c3-replica-{number}.abc.us-east-1.rds.amazonaws.com" for number in (1, 2)
    ]
    assert platform["database"] == "platform"


def test_the_kubeconfig_is_ready_to_use() -> None:
    config = json.loads(exports("phase1")["kubeconfig"])
    assert config["clusters"][0]["cluster"]["server"] == "https://example.eks.amazonaws.com"


def test_no_output_is_a_secret() -> None:
    assert "drawn-by-this-run" not in json.dumps(exports("phase3"))


def test_every_output_is_documented() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    fields = set(PlatformOutputs.__dataclass_fields__) | set(DatabaseOutputs.__dataclass_fields__)
    assert documented == fields
