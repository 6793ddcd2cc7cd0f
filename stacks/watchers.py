"""What watches the platform from within the cluster: by which names it is known there."""

from typing import Final

PROMETHEUS: Final = "prometheus"
ALERTMANAGER: Final = "alertmanager"
GRAFANA: Final = "grafana"
JAEGER: Final = "jaeger"
