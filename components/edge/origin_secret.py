"""OriginSecret: the value by which the load balancer knows that a request comes from our distribution."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class OriginSecretArgs:
    """`number` counts the rotations, from 1. `candidates` are two random texts, fresh on every run."""

    number: int
    candidates: Sequence[pulumi.Input[str]]
    kms_key_arn: pulumi.Input[str]


class OriginSecret(pulumi.ComponentResource):
    """Two values are good at any time: the `current` one, which is sent, and the one before it.

    Rotating is to raise the number by one: the next value is drawn and accepted first, then it is sent, and
    the one that was sent stays good until the next time. So no request is refused on the way.
    """

    current: pulumi.Output[str]
    accepted: list[pulumi.Output[str]]

    def __init__(self, name: str, args: OriginSecretArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:OriginSecret", name, {}, opts)

        secret = aws.secretsmanager.Secret(
            name,
            description="What CloudFront shows to the load balancer",
            kms_key_id=args.kms_key_arn,
            # Nothing is lost with it: another is drawn.
            recovery_window_in_days=0,
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.accepted = []
        earlier: list[pulumi.Resource] = []
        for number, candidate in zip((args.number - 1, args.number), args.candidates, strict=True):
            version = aws.secretsmanager.SecretVersion(
                f"{name}-{number}",
                secret_id=secret.id,
                secret_string=pulumi.Output.secret(candidate),
                opts=pulumi.ResourceOptions(
                    parent=self,
                    # In this order, so that AWS calls the newer one current.
                    depends_on=earlier,
                    # Drawn once: what is stored wins over what this run has drawn.
                    ignore_changes=["secretString"],
                ),
            )
            earlier = [version]
            stored: pulumi.Output[str | None] = pulumi.Output.secret(version.secret_string)
            self.accepted.append(stored.apply(str))
        self.current = self.accepted[-1]
        self.register_outputs({"current": self.current, "accepted": self.accepted})
