"""The gateway of the bill of materials, where a phase has one, and the entry that leads to it or past it."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.workloads.entry import Entry, EntryArgs
from components.workloads.gateway import Gateway, GatewayArgs
from components.workloads.gateway_configuration import GatewayConfiguration, declarative
from components.workloads.gateway_plugins import Counters, Limits
from components.workloads.gateway_size import GatewaySize
from components.workloads.web_service import WebService
from stacks.backing import GATEWAY_DATABASE
from stacks.caches import Cache
from stacks.charts import chart
from stacks.entry import ENTRY_NODE_PORT, GATEWAY, UNGUARDED, entry_workload
from stacks.gateway_routes import LONGEST_SECONDS, ROUTES
from stacks.lookups import cloudfront_blocks, image_reference
from stacks.signing_key import verification_keys
from stacks.workloads import Platform

# By itself a cluster has this domain: nobody tells EKS another one.
CLUSTER_DOMAIN = "cluster.local"


def compose_entry(
    platform: Platform,
    services: Mapping[str, WebService],
    caches: Mapping[str, Cache],
    asking: pulumi.InvokeOptions,
) -> None:
    """Declare the gateway, if there is to be one, and what the load balancer reaches."""
    size = platform.phase.gateway
    ready: pulumi.Resource = (
        _gateway(size, platform, services, caches, asking) if size else services[UNGUARDED]
    )
    Entry(
        "entry",
        EntryArgs(
            workload=entry_workload(platform.phase),
            node_port=ENTRY_NODE_PORT,
            chart=chart("entry"),
            namespace=platform.namespace.name,
            rules=platform.graph.entry(),
            after=[ready],
        ),
        platform.on_kubernetes,
    )


def _gateway(
    size: GatewaySize,
    platform: Platform,
    services: Mapping[str, WebService],
    caches: Mapping[str, Cache],
    asking: pulumi.InvokeOptions,
) -> Gateway:
    state = next(cache for cache in caches.values() if cache.size.holds == "state")
    watching = platform.phase.monitoring
    serving = {name: web.process for name, web in platform.phase.web_services.items()}
    # Public keys: what they check may be read in a preview.
    keys = pulumi.Output.unsecret(
        platform.kept.apply(lambda found: verification_keys(found.get("jwt_verification_keys", "")))
    )

    def written(known: Mapping[str, Any]) -> str:
        return declarative(
            GatewayConfiguration(
                routes={name: ROUTES[process] for name, process in serving.items()},
                upstreams={name: f"{name}.{known['namespace']}.svc.{CLUSTER_DOMAIN}" for name in serving},
                keys=known["keys"],
                limits=Limits(
                    requests_per_user=size.requests_per_user_per_minute,
                    requests_per_address=size.requests_per_address_per_minute,
                    sign_ins_per_address=size.sign_ins_per_address_per_minute,
                ),
                counters=Counters(
                    host=known["host"],
                    port=state.port,
                    username=state.secret.username,
                    database=GATEWAY_DATABASE,
                ),
                origin=known["url"],
                traces_url=platform.traces_url,
            )
        )

    known = pulumi.Output.all(
        keys=keys, host=state.group.endpoint, namespace=platform.namespace.name, url=platform.public_url
    )
    return Gateway(
        GATEWAY,
        GatewayArgs(
            size=size,
            chart=chart("gateway"),
            namespace=platform.namespace.name,
            image=image_reference(platform.installation.gateway_image, asking),
            configuration=known.apply(written),
            password=state.secret.password,
            trusted=_trusted(platform, asking),
            longest_seconds=LONGEST_SECONDS,
            traced_percent=watching.jaeger.traced_percent if watching else 0,
            rules=platform.graph.gateway(),
            disruptions=platform.several_nodes,
            after=list(services.values()),
        ),
        platform.on_kubernetes,
    )


def _trusted(platform: Platform, asking: pulumi.InvokeOptions) -> list[str]:
    """Return the blocks of the proxies before it: the load balancer, and the CDN if there is one."""
    balancer = [str(block) for block in platform.graph.plan.public]
    return [*balancer, *(cloudfront_blocks(asking) if platform.phase.edge.cdn else [])]
