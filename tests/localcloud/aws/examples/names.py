"""Examples of zones, records and certificates."""

from tests.localcloud.aws.conftest import Deployed
from tests.localcloud.aws.examples.example import Example
from tests.localcloud.aws.examples.world import World

ZONE = "aws:route53/zone:Zone"


def _validated(world: World) -> Deployed:
    """A certificate with the record that proves its domain."""
    certificate = world.example("aws:acm/certificate:Certificate")
    option = certificate.outputs["domainValidationOptions"][0]
    world.get(
        "proof",
        "aws:route53/record:Record",
        zoneId=world.example(ZONE).id,
        name=option["resourceRecordName"],
        type=option["resourceRecordType"],
        records=[option["resourceRecordValue"]],
        ttl=60,
    )
    return certificate


EXAMPLES: dict[str, Example] = {
    ZONE: Example(
        inputs=lambda w: {"name": "softfactory.example", "comment": "public"},
        change={"comment": "the public zone"},
        replaces={"name": "other.example"},
    ),
    "aws:route53/record:Record": Example(
        inputs=lambda w: {
            "zoneId": w.example(ZONE).id,
            "name": "api",
            "type": "A",
            "ttl": 60,
            "records": ["192.0.2.2", "192.0.2.1"],
        },
        change={"ttl": 300, "records": ["2001:db8::1"], "type": "AAAA"},
        replaces={"name": "www"},
    ),
    "aws:acm/certificate:Certificate": Example(
        open=frozenset({"notAfter", "notBefore"}),
        inputs=lambda w: {
            "domainName": "softfactory.example",
            "subjectAlternativeNames": ["*.softfactory.example"],
            "validationMethod": "DNS",
            "keyAlgorithm": "EC_prime256v1",
        },
        change={"options": {"certificateTransparencyLoggingPreference": "DISABLED"}},
        replaces={"domainName": "other.example"},
    ),
    "aws:acm/certificateValidation:CertificateValidation": Example(
        inputs=lambda w: {"certificateArn": _validated(w).id},
        replaces={"certificateArn": "arn:aws:acm:us-east-1:1:certificate/other"},
    ),
}
