"""The configuration of Alertmanager: all goes to PagerDuty, what belongs together as one incident."""

from typing import Final

import yaml

from components.workloads.pod import SECRETS

ROUTING_KEY: Final = "pagerduty-routing-key"


def routing() -> str:
    """Return the file that Alertmanager reads; the key of PagerDuty is in a file of its own."""
    document = {
        "global": {"resolve_timeout": "5m"},
        "route": {
            "receiver": "pagerduty",
            "group_by": ["alertname", "workload"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "4h",
        },
        "inhibit_rules": [
            # Who is gone is not slow as well.
            {
                "source_matchers": ['alertname="WorkloadGone"'],
                "target_matchers": ['alertname!="WorkloadGone"'],
                "equal": ["workload"],
            }
        ],
        "receivers": [
            {
                "name": "pagerduty",
                "pagerduty_configs": [
                    {
                        "routing_key_file": f"{SECRETS}/{ROUTING_KEY}",
                        "severity": "{{ .CommonLabels.severity }}",
                        "description": "{{ .CommonAnnotations.summary }}",
                        "client": "SoftFactory",
                        "links": [{"href": "{{ .CommonAnnotations.runbook }}", "text": "Runbook"}],
                    }
                ],
            }
        ],
    }
    return yaml.safe_dump(document, sort_keys=False, width=10_000)
