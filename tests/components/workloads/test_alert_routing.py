from pathlib import Path

import yaml

from components.workloads.alert_routing import ROUTING_KEY, routing
from components.workloads.pod import SECRETS
from tests.components.workloads.watching import run, written


def test_amtool_accepts_it(tmp_path: Path) -> None:
    checked = run("amtool", "check-config", written(tmp_path, "alertmanager.yml", routing()))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    wrong = routing().replace("receiver: pagerduty", "receiver: nobody")
    assert run("amtool", "check-config", written(tmp_path, "wrong.yml", wrong)).returncode != 0


def test_everything_pages_as_one_incident_for_each_thing(tmp_path: Path) -> None:
    path = written(tmp_path, "alertmanager.yml", routing())
    labels = ("severity=warning", "alertname=Anything")
    found = run("amtool", "config", "routes", "test", f"--config.file={path}", *labels)
    assert found.stdout.strip() == "pagerduty"
    assert yaml.safe_load(routing())["route"]["group_by"] == ["alertname", "workload"]


def test_the_key_is_in_a_file_of_its_own() -> None:
    (receiver,) = yaml.safe_load(routing())["receivers"]
    (pagerduty,) = receiver["pagerduty_configs"]
    assert pagerduty["routing_key_file"] == f"{SECRETS}/{ROUTING_KEY}"
    assert not {"routing_key", "service_key"} & pagerduty.keys()
