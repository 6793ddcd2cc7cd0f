"""LoadBalancer: the one internet-facing entrance, whose doors are all shut until somebody opens one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

# The longest of the chain behind CloudFront, which keeps a connection for up to 60 s, and shorter than the
# 75 s of the app: whoever closes first must be the one who would send next.
IDLE_SECONDS = 65
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
REFUSED: aws.lb.ListenerDefaultActionFixedResponseArgsDict = {
    "content_type": "text/plain",
    "message_body": "Forbidden",
    "status_code": "403",
}
HEALTH_PATH = "/healthz"


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs:
    """Public subnets, an issued certificate, a bucket for logs, and the NodePort of the cluster's entry.

    `autoscaling_group_names` are those of the node groups, by the groups' names.
    """

    protected: bool
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    certificate_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    cluster_security_group_id: pulumi.Input[str]
    node_port: int
    autoscaling_group_names: Mapping[str, pulumi.Input[str]]


class LoadBalancer(pulumi.ComponentResource):
    """The same in every phase: that it faces the internet could not be changed.

    Its security group lets nobody in and its listener answers 403; an entrance adds a rule to each.
    """

    arn_suffix: pulumi.Output[str]
    target_group_arn: pulumi.Output[str]
    target_group_arn_suffix: pulumi.Output[str]
    listener_arn: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    dns_name: pulumi.Output[str]
    zone_id: pulumi.Output[str]

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:LoadBalancer", name, {}, opts)
        child, tags = pulumi.ResourceOptions(parent=self), {"Name": name}

        group = aws.ec2.SecurityGroup(
            name, vpc_id=args.vpc_id, description="The load balancer", tags=tags, opts=child
        )
        self._to_nodes(name, args, group.id)
        balancer = aws.lb.LoadBalancer(
            name,
            internal=False,
            load_balancer_type="application",
            ip_address_type="ipv4",  # the VPC has no IPv6
            subnets=args.subnet_ids,
            security_groups=[group.id],
            access_logs={"bucket": args.log_bucket, "enabled": True},
            idle_timeout=IDLE_SECONDS,
            # What another proxy would read otherwise than this one does not come through.
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_http2=True,
            enable_deletion_protection=args.protected,
            tags=tags,
            opts=child,
        )
        targets = aws.lb.TargetGroup(
            name,
            vpc_id=args.vpc_id,
            target_type="instance",
            port=args.node_port,
            protocol="HTTP",
            health_check={
                "protocol": "HTTP",
                "path": HEALTH_PATH,
                "matcher": "200",
                "interval": 10,
                "timeout": 5,
                "healthy_threshold": 2,
                "unhealthy_threshold": 3,
            },
            # A request may take the 30 s that a worker has.
            deregistration_delay=45,
            tags=tags,
            opts=child,
        )
        for node_group, autoscaling_group_name in args.autoscaling_group_names.items():
            aws.autoscaling.Attachment(
                f"{name}-{node_group}",
                autoscaling_group_name=autoscaling_group_name,
                lb_target_group_arn=targets.arn,
                opts=child,
            )
        listener = aws.lb.Listener(
            f"{name}-https",
            load_balancer_arn=balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=args.certificate_arn,
            default_actions=[{"type": "fixed-response", "fixed_response": REFUSED}],
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value="max-age=31536000",
            routing_http_response_x_content_type_options_header_value="nosniff",
            routing_http_response_x_frame_options_header_value="DENY",
            tags=tags,
            opts=child,
        )
        aws.lb.Listener(
            f"{name}-http",
            load_balancer_arn=balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[
                {
                    "type": "redirect",
                    "redirect": {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"},
                }
            ],
            routing_http_response_server_enabled=False,
            tags=tags,
            opts=child,
        )

        self.arn_suffix, self.listener_arn = balancer.arn_suffix, listener.arn
        self.target_group_arn, self.target_group_arn_suffix = targets.arn, targets.arn_suffix
        self.security_group_id = group.id
        self.dns_name, self.zone_id = balancer.dns_name, balancer.zone_id
        self.register_outputs(
            {
                "arn_suffix": self.arn_suffix,
                "target_group_arn": self.target_group_arn,
                "target_group_arn_suffix": self.target_group_arn_suffix,
                "listener_arn": self.listener_arn,
                "security_group_id": self.security_group_id,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
            }
        )

    def _to_nodes(self, name: str, args: LoadBalancerArgs, group_id: pulumi.Output[str]) -> None:
        """Both ends of the one way on: out of this group, into the cluster's."""
        child, port = pulumi.ResourceOptions(parent=self), args.node_port
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-nodes",
            security_group_id=group_id,
            referenced_security_group_id=args.cluster_security_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description="To the entry of the cluster",
            opts=child,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-nodes",
            security_group_id=args.cluster_security_group_id,
            referenced_security_group_id=group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description="From the load balancer",
            opts=child,
        )
