"""EncryptionKey: the KMS key that encrypts everything the platform stores."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class EncryptionKeyArgs:
    """`protected` once a store that is protected is encrypted with it: its data cannot outlive the key."""

    account_id: str
    region: str
    protected: bool


class EncryptionKey(pulumi.ComponentResource):
    """One symmetric key, rotated every year."""

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: EncryptionKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:security:EncryptionKey", name, {}, opts)

        key = aws.kms.Key(
            name,
            description=f"Encrypts the platform's {name}",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            region=args.region,
            policy=pulumi.Output.json_dumps(_policy(args)),
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected or None),
        )
        aws.kms.Alias(
            name,
            name=f"alias/softfactory/{name}",
            target_key_id=key.id,
            region=args.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.arn = key.arn
        self.register_outputs({"arn": self.arn})


def _policy(args: EncryptionKeyArgs) -> dict[str, object]:
    # "*" as the resource of a key policy is the key that the policy is on.
    use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    in_account = {"kms:CallerAccount": args.account_id, "kms:ViaService": f"ec2.{args.region}.amazonaws.com"}
    log_groups = f"arn:aws:logs:{args.region}:{args.account_id}:log-group:*"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                # Also for the stores: RDS, ElastiCache, Amazon MQ, OpenSearch, EKS and Secrets Manager use
                # the key by grants that whoever makes the store gives them, as IAM lets that one.
                "Sid": "IamDecides",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{args.account_id}:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                # Auto Scaling starts nodes on encrypted disks by its service-linked role, which a new account
                # does not have yet, so it cannot be named here; AWS's own EBS key is opened in this way too.
                # https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
                "Sid": "DisksOfThisAccount",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": use,
                "Resource": "*",
                "Condition": {"StringEquals": in_account},
            },
            {
                # For as long as a disk is attached, and to AWS's own services only.
                "Sid": "GrantsForDisksOfThisAccount",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "kms:CreateGrant",
                "Resource": "*",
                "Condition": {"StringEquals": in_account, "Bool": {"kms:GrantIsForAWSResource": "true"}},
            },
            {
                # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
                "Sid": "LogGroupsOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{args.region}.amazonaws.com"},
                "Action": use,
                "Resource": "*",
                "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
            },
            {
                # Without it CloudWatch raises alarms on an encrypted topic and nobody hears of them.
                # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
                "Sid": "AlertsOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:SourceAccount": args.account_id}},
            },
        ],
    }
