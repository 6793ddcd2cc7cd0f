"""What watches the platform from within the cluster, where a phase has it."""

import json
from collections.abc import Mapping

import pulumi

from components.security.app_secret import AppSecret, AppSecretArgs
from components.workloads import alertmanager, grafana, jaeger, prometheus
from components.workloads.alert_routing import routing
from components.workloads.alert_rules import AlertRules, rules
from components.workloads.dashboards import dashboards
from components.workloads.monitoring_size import MonitoringSize
from components.workloads.network_rules import NetworkRules
from components.workloads.scrape_configuration import RULES_FILE, ScrapeConfiguration, scraping
from components.workloads.tool_pod import ToolWiring
from components.workloads.trace_configuration import METRICS_PORT, QUERY_PORT, tracing
from stacks.charts import chart
from stacks.demand import answering
from stacks.ground import Ground
from stacks.installation import Image
from stacks.lookups import image_reference, random_password, secret_value
from stacks.phase_spec import PhaseSpec
from stacks.watchers import ALERTMANAGER, GRAFANA, JAEGER, PROMETHEUS
from stacks.workloads import Platform

# In the secret of that name.
SECRET, ROUTING_KEY = "alerting", "pagerduty_routing_key"


def compose_monitoring(platform: Platform, ground: Ground, storage_class: pulumi.Input[str]) -> None:
    """Declare it, if the phase has it."""
    size, graph, images = platform.phase.monitoring, platform.graph, platform.installation.monitoring_images
    if size is None:
        return

    def wiring(name: str, image: Image, network: NetworkRules, files: Mapping[str, str]) -> ToolWiring:
        return ToolWiring(
            chart=chart(name),
            namespace=platform.namespace.name,
            image=image_reference(image, ground.asking),
            files=files,
            rules=network,
            disruptions=platform.several_nodes,
            storage_class=storage_class,
        )

    asked = prometheus.PrometheusArgs(
        size=size.prometheus,
        wiring=wiring(PROMETHEUS, images.prometheus, graph.prometheus(), _asking(size, platform)),
    )
    prometheus.Prometheus(PROMETHEUS, asked, platform.on_kubernetes)
    told = alertmanager.AlertmanagerArgs(
        size=size.alertmanager,
        wiring=wiring(
            ALERTMANAGER,
            images.alertmanager,
            graph.alertmanager(),
            {alertmanager.CONFIGURATION_FILE: routing()},
        ),
        routing_key=_routing_key(ground),
    )
    alertmanager.Alertmanager(ALERTMANAGER, told, platform.on_kubernetes)
    kept = jaeger.JaegerArgs(
        size=size.jaeger,
        wiring=wiring(
            JAEGER,
            images.jaeger,
            graph.jaeger(),
            {jaeger.CONFIGURATION_FILE: tracing(size.jaeger.kept_hours)},
        ),
    )
    jaeger.Jaeger(JAEGER, kept, platform.on_kubernetes)
    shown = grafana.GrafanaArgs(
        size=size.grafana, wiring=wiring(GRAFANA, images.grafana, graph.grafana(), _showing(platform.phase))
    )
    grafana.Grafana(GRAFANA, shown, platform.on_kubernetes)


def _asking(size: MonitoringSize, platform: Platform) -> dict[str, str]:
    scrapes = ScrapeConfiguration(
        scrape_seconds=size.prometheus.scrape_seconds,
        tools={PROMETHEUS: prometheus.PORT, ALERTMANAGER: alertmanager.PORT, JAEGER: METRICS_PORT},
        alertmanagers=alertmanager.addresses(ALERTMANAGER, size.alertmanager, alertmanager.PORT),
    )
    said = AlertRules(
        objectives=size.objectives,
        cache_hit_rate_percent=platform.phase.operations.cache_hit_rate_percent,
        workloads=[*answering(platform.phase), PROMETHEUS, ALERTMANAGER, JAEGER],
        runbooks_url=platform.installation.runbooks_url,
    )
    return {prometheus.CONFIGURATION_FILE: scraping(scrapes), RULES_FILE: rules(said)}


def _showing(phase: PhaseSpec) -> dict[str, str]:
    sources = grafana.provisioning(
        prometheus_url=f"http://{PROMETHEUS}:{prometheus.PORT}", jaeger_url=f"http://{JAEGER}:{QUERY_PORT}"
    )
    return {**sources, **dashboards(list(phase.web_services))}


def _routing_key(ground: Ground) -> pulumi.Output[str]:
    """Return what stands in the secret now; at first a random one, which PagerDuty refuses."""
    secret = AppSecret(
        SECRET,
        AppSecretArgs(
            initial={ROUTING_KEY: random_password(ground.asking)},
            kms_key_arn=ground.key.arn,
            # PagerDuty shows it again to whoever lost it.
            protected=False,
        ),
        ground.on_aws,
    )
    return secret_value(secret.id, ground.asking).apply(lambda text: str(json.loads(text)[ROUTING_KEY]))
