"""MonitoringSize: what a phase chooses of what watches it: how much is kept, and what it is held against."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components.size import PositiveCount, Size, broken_rule
from components.workloads.pod_resources import PodResources

Seconds = Annotated[int, Field(ge=1, le=3600, description="a whole number of seconds from 1 to 3600")]
Percent = Annotated[int, Field(ge=1, le=100, description="a whole number from 1 to 100")]
# Each in another zone.
Copies = Annotated[int, Field(ge=1, le=3, description="a whole number from 1 to 3, as there are three zones")]
VolumeGib = Annotated[int, Field(ge=1, le=16384, description="a whole number of GiB from 1 to 16384")]
# Of the volume: the rest is for what is being compacted and for the log of the last hours.
# https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size
LARGEST_SHARE = 0.8


class PrometheusSize(PodResources):
    """So many copies, each of which keeps all; what comes first, days or bytes, ends what is kept."""

    replicas: Copies
    scrape_seconds: Annotated[
        int,
        Field(ge=5, le=60, description="a whole number of seconds from 5 to 60: rates need four in 5 min"),
    ]
    storage_gib: VolumeGib
    kept_gib: VolumeGib
    kept_days: PositiveCount

    @model_validator(mode="after")
    def _the_volume_holds_what_is_kept(self) -> Self:
        most = int(self.storage_gib * LARGEST_SHARE)
        if self.kept_gib > most:
            raise broken_rule(
                "kept_gib",
                self.kept_gib,
                f"{most} or less of storage_gib {self.storage_gib}",
                "lower it or raise storage_gib: a full volume ends all watching",
            )
        return self


class AlertmanagerSize(PodResources):
    """So many copies that tell each other what they have sent."""

    replicas: Copies


class JaegerSize(PodResources):
    """One pod; what it keeps is on its node, and goes when the pod does."""

    traced_percent: Percent
    kept_hours: PositiveCount
    scratch_mib: Annotated[
        int, Field(ge=256, le=65536, description="a whole number of MiB from 256 to 65536")
    ]


class ObjectivesSize(Size):
    """What is promised to users; the cache's rate of hits is among the operations."""

    p99_milliseconds: Annotated[
        int, Field(ge=1, le=10000, description="a whole number of milliseconds from 1 to 10000")
    ]
    failed_percent: Percent
    job_wait_seconds: Seconds
    replica_lag_seconds: Seconds


class MonitoringSize(Size):
    """Prometheus, Alertmanager, Grafana and Jaeger, and the objectives that alerts are about."""

    objectives: ObjectivesSize
    prometheus: PrometheusSize
    alertmanager: AlertmanagerSize
    grafana: PodResources
    jaeger: JaegerSize
