"""Certificate: a public certificate of ACM in one Region or more, proven by records in the domain's zone."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

Proofs = Sequence[aws.acm.outputs.CertificateDomainValidationOption]


@dataclass(frozen=True, kw_only=True)
class CertificateArgs:
    """`domains` are all in the hosted zone, the first is the certificate's name; `regions` each get one."""

    domains: Sequence[str]
    zone_id: pulumi.Input[str]
    regions: Sequence[str]


class Certificate(pulumi.ComponentResource):
    """ACM renews it by itself as long as the records stay. `arns`, by Region, are known once it is issued."""

    arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:Certificate", name, {}, opts)
        child, (first, *others) = pulumi.ResourceOptions(parent=self), args.domains

        certificates = {
            region: aws.acm.Certificate(
                f"{name}-{region}",
                domain_name=first,
                subject_alternative_names=others,
                validation_method="DNS",
                region=region,
                tags={"Name": name},
                opts=child,
            )
            for region in args.regions
        }
        # A domain's record depends on the account and not on the Region: one proves every certificate.
        # https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
        proofs = certificates[args.regions[0]].domain_validation_options
        records = [self._record(f"{name}-{domain}", domain, proofs, args.zone_id) for domain in args.domains]
        self.arns = {
            region: aws.acm.CertificateValidation(
                f"{name}-{region}",
                certificate_arn=certificate.arn,
                validation_record_fqdns=[record.fqdn for record in records],
                region=region,
                opts=child,
            ).certificate_arn
            for region, certificate in certificates.items()
        }
        self.register_outputs({"arns": self.arns})

    def _record(
        self, name: str, domain: str, proofs: pulumi.Output[Proofs], zone_id: pulumi.Input[str]
    ) -> aws.route53.Record:
        proof = proofs.apply(lambda found: next(option for option in found if option.domain_name == domain))
        return aws.route53.Record(
            name,
            zone_id=zone_id,
            name=proof.apply(lambda record: str(record.resource_record_name)),
            type="CNAME",
            ttl=300,
            records=[proof.apply(lambda record: str(record.resource_record_value))],
            opts=pulumi.ResourceOptions(parent=self),
        )
