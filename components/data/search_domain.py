"""SearchDomain: one OpenSearch domain in the VPC, with users of its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.instance_types import SearchInstanceType
from components.log_retention import LogRetentionDays
from components.size import PositiveCount, Size, broken_rule

ENGINE_VERSION = "OpenSearch_2.19"
PORT = 443
LOGS = ("ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS")


class SearchSize(Size):
    """What a phase chooses of one domain; the storage is that of each instance."""

    instance_type: SearchInstanceType
    instances: PositiveCount
    zones: Annotated[int, Field(ge=1, le=3, description="a whole number from 1 to 3")]
    storage_gib: Annotated[int, Field(ge=10, le=1024, description="a whole number of GiB from 10 to 1024")]
    log_retention_days: LogRetentionDays
    protected: Annotated[bool, Field(description="true (refuses deletion) or false")]

    @model_validator(mode="after")
    def _each_zone_has_as_many_instances(self) -> Self:
        if self.instances % self.zones:
            raise broken_rule(
                "instances",
                self.instances,
                f"a multiple of {self.zones} with {self.zones} zones, so that each holds every shard",
                "change instances or zones",
            )
        return self


@dataclass(frozen=True, kw_only=True)
class SearchDomainArgs:
    """`domain_name` is the one on AWS, up to 28 characters; the subnets are in different zones."""

    size: SearchSize
    domain_name: str
    account_id: str
    region: str
    subnet_ids: Sequence[pulumi.Input[str]]
    security_group_ids: Sequence[pulumi.Input[str]]
    username: str
    password: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]


class SearchDomain(pulumi.ComponentResource):
    """`endpoint` is a host name, HTTPS only; CloudWatch tells domains apart by `domain_name`."""

    endpoint: pulumi.Output[str]
    domain_name: pulumi.Output[str]

    def __init__(self, name: str, args: SearchDomainArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:data:SearchDomain", name, {}, opts)
        size, child = args.size, pulumi.ResourceOptions(parent=self)

        logs = aws.cloudwatch.LogGroup(
            name,
            name=f"/aws/opensearch/{args.domain_name}",
            retention_in_days=size.log_retention_days,
            kms_key_id=args.kms_key_arn,
            opts=child,
        )
        writing = aws.cloudwatch.LogResourcePolicy(
            name,
            policy_name=args.domain_name,
            policy_document=logs.arn.apply(lambda arn: _may_write(arn, args.account_id)),
            opts=child,
        )
        made = aws.opensearch.Domain(
            name,
            domain_name=args.domain_name,
            engine_version=ENGINE_VERSION,
            cluster_config={
                "instance_type": size.instance_type,
                "instance_count": size.instances,
                "zone_awareness_enabled": size.zones > 1,
                "zone_awareness_config": {"availability_zone_count": size.zones} if size.zones > 1 else None,
            },
            ebs_options={"ebs_enabled": True, "volume_type": "gp3", "volume_size": size.storage_gib},
            vpc_options={
                "subnet_ids": args.subnet_ids[: size.zones],
                "security_group_ids": args.security_group_ids,
            },
            encrypt_at_rest={"enabled": True, "kms_key_id": args.kms_key_arn},
            node_to_node_encryption={"enabled": True},
            domain_endpoint_options={
                "enforce_https": True,
                "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
            },
            advanced_security_options={
                "enabled": True,
                "anonymous_auth_enabled": False,
                "internal_user_database_enabled": True,
                "master_user_options": {
                    "master_user_name": args.username,
                    "master_user_password": pulumi.Output.secret(args.password),
                },
            },
            access_policies=_may_sign_in(args),
            log_publishing_options=[
                # Known once the policy that lets OpenSearch write is there: without it AWS makes no domain.
                {"log_type": log, "cloudwatch_log_group_arn": _after(logs.arn, writing.id)}
                for log in LOGS
            ],
            software_update_options={"auto_software_update_enabled": True},
            tags={"Name": name},
            # None, not False: False would undo a protect the caller put on the component.
            opts=pulumi.ResourceOptions(parent=self, protect=size.protected or None),
        )

        self.endpoint = made.endpoint
        self.domain_name = made.domain_name
        self.register_outputs({"endpoint": self.endpoint, "domain_name": self.domain_name})


def _after(value: pulumi.Output[str], condition: pulumi.Output[str]) -> pulumi.Output[str]:
    return pulumi.Output.all(value, condition).apply(lambda both: str(both[0]))


def _may_sign_in(args: SearchDomainArgs) -> str:
    """Whoever reaches it may ask; who it is and what it may do is decided by the domain's own users."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "es:ESHttp*",
        "Resource": f"arn:aws:es:{args.region}:{args.account_id}:domain/{args.domain_name}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _may_write(log_group_arn: str, account_id: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "es.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{log_group_arn}:*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
