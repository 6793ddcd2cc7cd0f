"""The binding table: every AWS resource type that the embedded cloud can carry out, by its Pulumi token."""

from localcloud.aws.binding import Binding
from localcloud.aws.bindings import (
    alarms,
    backups,
    buckets,
    budgets,
    caches,
    clusters,
    databases,
    distributions,
    firewalls,
    identity,
    instances,
    listeners,
    load_balancers,
    logs,
    names,
    network,
    objects,
    registries,
    scaling,
    secrets,
    security_groups,
    topics,
)

MODULES = (
    network,
    security_groups,
    instances,
    identity,
    secrets,
    databases,
    logs,
    clusters,
    load_balancers,
    listeners,
    scaling,
    names,
    buckets,
    objects,
    topics,
    alarms,
    budgets,
    backups,
    registries,
    firewalls,
    caches,
    distributions,
)

BINDINGS: dict[str, Binding] = {binding.type: binding for module in MODULES for binding in module.BINDINGS}
