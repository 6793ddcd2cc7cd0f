"""AliasRecords: the records by which people find the platform."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class AliasRecordsArgs:
    """`domain` in the hosted zone leads to the target, which has a name and a zone of AWS's own."""

    domain: str
    zone_id: pulumi.Input[str]
    target_name: pulumi.Input[str]
    target_zone_id: pulumi.Input[str]
    ipv6: bool


class AliasRecords(pulumi.ComponentResource):
    """The same records whatever they lead to: a new target is a change in place, from one answer to the next.

    `domain` is known once it leads there.
    """

    domain: pulumi.Output[str]

    def __init__(self, name: str, args: AliasRecordsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:AliasRecords", name, {}, opts)

        records = [
            aws.route53.Record(
                f"{name}-{kind.lower()}",
                zone_id=args.zone_id,
                name=args.domain,
                type=kind,
                aliases=[
                    {
                        "name": args.target_name,
                        "zone_id": args.target_zone_id,
                        # There is no other answer to give.
                        "evaluate_target_health": False,
                    }
                ],
                opts=pulumi.ResourceOptions(parent=self),
            )
            for kind in ("A", "AAAA")[: 2 if args.ipv6 else 1]
        ]

        pointed = pulumi.Output.all(*(record.id for record in records))
        self.domain = pointed.apply(lambda _: args.domain)
        self.register_outputs({"domain": self.domain})
