"""The binding table: every AWS resource type that the embedded cloud can carry out, by its Pulumi token."""

from localcloud.aws.binding import Binding
from localcloud.aws.bindings import (
    buckets,
    clusters,
    databases,
    identity,
    instances,
    listeners,
    load_balancers,
    logs,
    names,
    network,
    objects,
    scaling,
    secrets,
    security_groups,
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
)

BINDINGS: dict[str, Binding] = {binding.type: binding for module in MODULES for binding in module.BINDINGS}
