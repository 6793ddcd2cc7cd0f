"""AppSecret: what the app keeps secret besides its stores: keys of its own, and tokens of systems outside."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class AppSecretArgs:
    """`initial` is drawn afresh on every run; only the first is ever stored."""

    initial: Mapping[str, pulumi.Input[str]]
    kms_key_arn: pulumi.Input[str]
    protected: bool


class AppSecret(pulumi.ComponentResource):
    """One secret of Secrets Manager with a JSON object, which people change there and never here.

    `id` is known once there is a value to be read.
    """

    arn: pulumi.Output[str]
    id: pulumi.Output[str]

    def __init__(self, name: str, args: AppSecretArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:security:AppSecret", name, {}, opts)

        secret = aws.secretsmanager.Secret(
            name,
            description=f"Keys and tokens of the {name}",
            kms_key_id=args.kms_key_arn,
            recovery_window_in_days=30 if args.protected else 0,
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected or None),
        )
        content: pulumi.Output[str] = pulumi.Output.secret(pulumi.Output.json_dumps(dict(args.initial)))
        version = aws.secretsmanager.SecretVersion(
            name,
            secret_id=secret.id,
            secret_string=content,
            # What stands there wins over what this run has drawn.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["secretString"]),
        )

        self.arn = secret.arn
        self.id = version.secret_id
        self.register_outputs({"arn": self.arn, "id": self.id})
