"""DatabaseSecret: the name and password of a database's master user, in Secrets Manager."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

MASTER_USER = "app_admin"


@dataclass(frozen=True, kw_only=True)
class DatabaseSecretArgs:
    """`password` is a fresh random one on every run; only the first is ever used."""

    password: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]
    protected: bool


class DatabaseSecret(pulumi.ComponentResource):
    """Our own secret, not RDS's: RDS makes no read replica of a database whose password it manages itself."""

    arn: pulumi.Output[str]
    username: str
    password: pulumi.Output[str]

    def __init__(
        self, name: str, args: DatabaseSecretArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:data:DatabaseSecret", name, {}, opts)

        secret = aws.secretsmanager.Secret(
            name,
            description=f"Master user of the database {name}",
            kms_key_id=args.kms_key_arn,
            recovery_window_in_days=30 if args.protected else 0,
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected or None),
        )
        content: pulumi.Output[str] = pulumi.Output.secret(
            pulumi.Output.json_dumps({"username": MASTER_USER, "password": args.password})
        )
        version = aws.secretsmanager.SecretVersion(
            name,
            secret_id=secret.id,
            secret_string=content,
            # Generated once: what is stored wins over what this run has drawn.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["secretString"]),
        )

        self.arn = secret.arn
        self.username = MASTER_USER
        # Read back from the version, never from the argument: after an interrupted first run the two differ.
        stored: pulumi.Output[str | None] = pulumi.Output.secret(version.secret_string)
        self.password = stored.apply(_password)
        self.register_outputs({"arn": self.arn, "username": self.username, "password": self.password})


def _password(secret_string: str | None) -> str:
    if not secret_string:
        raise ValueError("the database secret has no value; allowed: a JSON object with the key password")
    return str(json.loads(secret_string)["password"])
