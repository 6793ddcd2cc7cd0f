import copy
from pathlib import Path
from typing import Any

import yaml

from components.workloads.alert_rules import rules
from components.workloads.scrape_configuration import RULES_FILE, ScrapeConfiguration, scraping
from components.workloads.tool_pod import CONFIGURATION
from tests.components.workloads.watching import RULES, run, written

OF = ScrapeConfiguration(
    scrape_seconds=15, tools={"prometheus": 9090}, alertmanagers=["alertmanager-0.alertmanager:9093"]
)


def without_discovery(text: str, folder: Path) -> dict[str, Any]:
    """Return the configuration with its rules in a folder, and with no targets.

    Debian's build of Prometheus knows nothing of Kubernetes: that part is held against Prometheus's pages.
    """
    document: dict[str, Any] = yaml.safe_load(text.replace(CONFIGURATION, str(folder)))
    for job in document["scrape_configs"]:
        (discovery,) = job.pop("kubernetes_sd_configs")
        # https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
        assert discovery == {"role": "pod", "namespaces": {"own_namespace": True}}
    return document


def test_promtool_accepts_it_with_its_rules(tmp_path: Path) -> None:
    written(tmp_path, RULES_FILE, rules(RULES))
    document = without_discovery(scraping(OF), tmp_path)
    path = written(tmp_path, "prometheus.yml", yaml.safe_dump(document))
    checked = run("promtool", "check", "config", path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "rules found" in checked.stdout
    wrong = copy.deepcopy(document)
    wrong["scrape_configs"][0]["relabel_configs"][0]["action"] = "keeps"
    assert run("promtool", "check", "config", written(tmp_path, "w.yml", yaml.safe_dump(wrong))).returncode


def test_what_is_asked_and_told_is_what_is_given() -> None:
    found = yaml.safe_load(scraping(OF))
    assert found["global"]["scrape_interval"] == found["global"]["evaluation_interval"] == "15s"
    assert [job["job_name"] for job in found["scrape_configs"]] == ["web", "worker", "gateway", "prometheus"]
    (told,) = found["alerting"]["alertmanagers"]
    assert told["static_configs"] == [{"targets": ["alertmanager-0.alertmanager:9093"]}]
    # A slow one never takes longer than it is until it is asked again.
    assert yaml.safe_load(scraping(OF))["global"]["scrape_timeout"] == "10s"
