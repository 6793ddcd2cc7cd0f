"""The edge of the bill of materials: from the domain to the entry of the cluster."""

from dataclasses import dataclass
from typing import Literal

import pulumi

from components.edge.alias_records import AliasRecords, AliasRecordsArgs
from components.edge.cdn_entrance import HEADER, CdnEntrance, CdnEntranceArgs
from components.edge.certificate import Certificate, CertificateArgs
from components.edge.content_delivery import ContentDelivery, ContentDeliveryArgs
from components.edge.delivery_policies import DeliveryPolicies, DeliveryPoliciesArgs
from components.edge.load_balancer import LoadBalancer, LoadBalancerArgs
from components.edge.log_bucket import LogBucket, LogBucketArgs
from components.edge.origin_secret import OriginSecret, OriginSecretArgs
from components.edge.public_entrance import PublicEntrance, PublicEntranceArgs
from components.edge.static_assets import StaticAssets, StaticAssetsArgs
from components.edge.web_firewall import REGION, WebFirewall, WebFirewallArgs
from stacks import lookups
from stacks.edge_size import CdnSize, EdgeSize
from stacks.entry import ENTRY_NODE_PORT
from stacks.ground import Ground
from stacks.kubernetes_cluster import KubernetesCluster

NAME = "edge"
# A release of the site can be taken back for as long.
NONCURRENT_FILES_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The CDN: its distribution, and the bucket that each release of the site is uploaded to."""

    distribution_id: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    zone_id: pulumi.Output[str]
    assets_bucket: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class Edge:
    """`url` is known once it answers; the suffixes name load balancer and target group in CloudWatch."""

    url: pulumi.Output[str]
    load_balancer_arn_suffix: pulumi.Output[str]
    target_group_arn_suffix: pulumi.Output[str]
    delivery: Delivery | None


def compose_edge(
    size: EdgeSize, ground: Ground, cluster: KubernetesCluster, *, both_ways: bool = False
) -> Edge:
    """Declare the edge.

    Growing to a CDN goes by what waits for what: the load balancer takes in CloudFront beside everyone else,
    the distribution is deployed, the records turn to it in place. Then what let everyone in is deleted. With
    `both_ways` it stays: whoever asked for the records within the minute before they turned, which is their
    time to live, still comes in by the way that they led to.
    """
    installation = ground.installation
    zone_id = lookups.zone_id(installation.hosted_zone, ground.asking)
    origin_domain = f"origin.{installation.domain}"
    certificate = Certificate(
        NAME,
        CertificateArgs(
            # In every phase the name for CloudFront too: another name would be another certificate.
            domains=[installation.domain, origin_domain],
            zone_id=zone_id,
            regions=list(dict.fromkeys([installation.region, *([REGION] if size.cdn else [])])),
        ),
        ground.on_aws,
    )
    balancer = LoadBalancer(
        NAME,
        LoadBalancerArgs(
            protected=size.protected,
            vpc_id=ground.network.vpc_id,
            subnet_ids=ground.network.public_subnet_ids,
            certificate_arn=certificate.arns[installation.region],
            log_bucket=_log_bucket("load-balancer", installation.region, size, ground).name,
            cluster_security_group_id=cluster.security_group_id,
            node_port=ENTRY_NODE_PORT,
            autoscaling_group_names=cluster.autoscaling_group_names,
        ),
        ground.on_aws,
    )
    delivery, target = None, None
    if size.cdn:
        entrance, secret = _cdn_entrance(origin_domain, zone_id, balancer, ground)
        delivery = _delivery(size, size.cdn, ground, certificate.arns[REGION], entrance, secret)
        target = (delivery.domain_name, delivery.zone_id)
    if target is None or both_ways:
        public = PublicEntrance(
            f"{NAME}-public",
            PublicEntranceArgs(
                security_group_id=balancer.security_group_id,
                listener_arn=balancer.listener_arn,
                target_group_arn=balancer.target_group_arn,
                dns_name=balancer.dns_name,
            ),
            ground.on_aws,
        )
        target = target or (public.dns_name, balancer.zone_id)
    records = AliasRecords(
        NAME,
        AliasRecordsArgs(
            domain=installation.domain,
            zone_id=zone_id,
            target_name=target[0],
            target_zone_id=target[1],
            ipv6=size.cdn is not None,
        ),
        ground.on_aws,
    )
    return Edge(
        url=pulumi.Output.format("https://{0}", records.domain),
        load_balancer_arn_suffix=balancer.arn_suffix,
        target_group_arn_suffix=balancer.target_group_arn_suffix,
        delivery=delivery,
    )


def _log_bucket(
    writer: Literal["load-balancer", "cloudfront", "firewall"], region: str, size: EdgeSize, ground: Ground
) -> LogBucket:
    return LogBucket(
        f"{NAME}-{writer}-log",
        LogBucketArgs(
            writer=writer, account_id=ground.account_id, region=region, retention_days=size.log_retention_days
        ),
        ground.on_aws,
    )


def _cdn_entrance(
    domain: str, zone_id: pulumi.Output[str], balancer: LoadBalancer, ground: Ground
) -> tuple[CdnEntrance, OriginSecret]:
    secret = OriginSecret(
        f"{NAME}-origin",
        OriginSecretArgs(
            number=ground.installation.origin_secret_number,
            candidates=[lookups.random_password(ground.asking) for _ in range(2)],
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    entrance = CdnEntrance(
        f"{NAME}-cdn",
        CdnEntranceArgs(
            security_group_id=balancer.security_group_id,
            listener_arn=balancer.listener_arn,
            target_group_arn=balancer.target_group_arn,
            prefix_list_id=lookups.cloudfront_addresses(ground.asking),
            header_values=secret.accepted,
            domain=domain,
            zone_id=zone_id,
            balancer_dns_name=balancer.dns_name,
            balancer_zone_id=balancer.zone_id,
        ),
        ground.on_aws,
    )
    return entrance, secret


def _delivery(
    size: EdgeSize,
    cdn: CdnSize,
    ground: Ground,
    certificate_arn: pulumi.Output[str],
    entrance: CdnEntrance,
    secret: OriginSecret,
) -> Delivery:
    assets = StaticAssets(
        f"{NAME}-assets", StaticAssetsArgs(noncurrent_days=NONCURRENT_FILES_DAYS), ground.on_aws
    )
    policies = DeliveryPolicies(NAME, DeliveryPoliciesArgs(size=cdn.cache), ground.on_aws)
    firewall = WebFirewall(
        NAME,
        WebFirewallArgs(
            requests_per_ip=cdn.requests_per_ip_in_5_minutes,
            log_bucket_arn=_log_bucket("firewall", REGION, size, ground).arn,
        ),
        ground.on_aws,
    )
    delivered = ContentDelivery(
        NAME,
        ContentDeliveryArgs(
            domain=ground.installation.domain,
            certificate_arn=certificate_arn,
            firewall_arn=firewall.arn,
            price_class=cdn.price_class,
            log_bucket_domain=_log_bucket("cloudfront", REGION, size, ground).domain_name,
            bucket=assets.bucket,
            bucket_arn=assets.arn,
            bucket_domain=assets.domain_name,
            balancer_domain=entrance.domain,
            header_name=HEADER,
            header_value=secret.current,
            files_policy_id=policies.files_id,
            pages_policy_id=policies.pages_id,
            headers_policy_id=policies.headers_id,
            uncached_policy_id=lookups.managed_cache_policy("CachingDisabled", ground.asking),
            all_viewer_policy_id=lookups.managed_origin_request_policy("AllViewer", ground.asking),
        ),
        ground.on_aws,
    )
    return Delivery(
        distribution_id=delivered.distribution_id,
        domain_name=delivered.domain_name,
        zone_id=delivered.zone_id,
        assets_bucket=assets.bucket,
    )
