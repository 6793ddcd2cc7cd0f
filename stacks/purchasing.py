"""Purchasing: how a phase is bought, and what its users are expected to cause, which AWS counts too."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from components.instance_types import DatabaseInstanceClass
from components.size import Count, PositiveCount, Size

Gigabytes = Annotated[int, Field(ge=0, le=1_000_000, description="a whole number of GB from 0 to 1000000")]


class Reservation(Size):
    """Instances that are paid for a year, running or not; they cover any size of their family."""

    instance_class: DatabaseInstanceClass
    instances: PositiveCount


class MonthlyUse(Size):
    """What is expected of a month; only the bill reads it."""

    load_balancer_gb: Gigabytes
    # To users, and their requests; none without a CDN.
    cdn_gb: Gigabytes
    cdn_million_requests: Count
    nat_gb: Gigabytes
    cross_zone_gb: Gigabytes
    log_gb: Gigabytes
    image_gb: Gigabytes
    bucket_gb: Gigabytes
    backup_gb: Gigabytes
    # Of Redis: all but the newest of each group, which is free.
    snapshot_gb: Gigabytes
    # What waits in queues and is logged, on each node of a broker; none without one.
    broker_gb: Gigabytes
    # As many metrics as the alarms that the program makes look at, which a test compares.
    alarms: Count


class PurchasingSize(Size):
    """What is paid another way than on demand; Spot nodes are in `node_groups`."""

    reserved_databases: Annotated[Mapping[str, Reservation], Field(description="reservations by name, or {}")]
    monthly_use: MonthlyUse
