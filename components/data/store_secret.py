"""StoreSecret: the name and password of a store's first user, in Secrets Manager."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class StoreSecretArgs:
    """`password` is a fresh random one on every run; only the first is ever used. `of` says whose it is."""

    of: str
    username: str
    password: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]
    protected: bool


class StoreSecret(pulumi.ComponentResource):
    """Our own secret, not RDS's: RDS makes no read replica of a database whose password it manages itself."""

    arn: pulumi.Output[str]
    username: str
    password: pulumi.Output[str]

    def __init__(self, name: str, args: StoreSecretArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:data:StoreSecret", name, {}, opts)

        secret = aws.secretsmanager.Secret(
            name,
            description=f"First user of the {args.of} {name}",
            kms_key_id=args.kms_key_arn,
            recovery_window_in_days=30 if args.protected else 0,
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected or None),
        )
        content: pulumi.Output[str] = pulumi.Output.secret(
            pulumi.Output.json_dumps({"username": args.username, "password": args.password})
        )
        version = aws.secretsmanager.SecretVersion(
            name,
            secret_id=secret.id,
            secret_string=content,
            # Generated once: what is stored wins over what this run has drawn.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["secretString"]),
        )

        self.arn = secret.arn
        self.username = args.username
        # Read back from the version, never from the argument: after an interrupted first run the two differ.
        stored: pulumi.Output[str | None] = pulumi.Output.secret(version.secret_string)
        self.password = stored.apply(_password)
        self.register_outputs({"arn": self.arn, "username": self.username, "password": self.password})


def _password(secret_string: str | None) -> str:
    if not secret_string:
        raise ValueError("the secret has no value; allowed: a JSON object with the key password")
    return str(json.loads(secret_string)["password"])
