import pulumi
import pytest

from components.edge.certificate import Certificate, CertificateArgs
from tests.recording import Recording, record

DOMAINS = ["app.example.com", "origin.app.example.com"]


def certificate(preview: bool, *regions: str) -> Recording:
    args = CertificateArgs(domains=DOMAINS, zone_id="zone", regions=regions)
    return record(lambda: Certificate("edge", args), preview=preview)


@pytest.mark.parametrize("regions", [["eu-west-1"], ["eu-west-1", "us-east-1"]])
def test_each_region_gets_one_and_each_domain_one_record(regions: list[str], preview: bool) -> None:
    assert certificate(preview, *regions).children("softfactory:edge:Certificate", "edge") == {
        *(("aws:acm/certificate:Certificate", f"edge-{region}") for region in regions),
        *(("aws:acm/certificateValidation:CertificateValidation", f"edge-{region}") for region in regions),
        *(("aws:route53/record:Record", f"edge-{domain}") for domain in DOMAINS),
    }


def test_it_holds_every_domain_and_is_proven_by_dns() -> None:
    made = certificate(False, "eu-west-1").one("aws:acm/certificate:Certificate", "edge-eu-west-1").inputs
    assert (made["domainName"], made["subjectAlternativeNames"]) == (DOMAINS[0], DOMAINS[1:])
    assert (made["validationMethod"], made["region"]) == ("DNS", "eu-west-1")


def test_each_record_is_the_one_that_acm_asks_for() -> None:
    recording = certificate(False, "eu-west-1")
    for domain in DOMAINS:
        record_ = recording.one("aws:route53/record:Record", f"edge-{domain}").inputs
        assert (record_["zoneId"], record_["type"], record_["ttl"]) == ("zone", "CNAME", 300)
        assert record_["name"] == f"_proof.{domain}"
        assert record_["records"] == ["_value.acm-validations.aws"]


def test_it_is_handed_on_once_it_is_issued() -> None:
    seen: dict[str, str] = {}

    def program() -> pulumi.Output[None]:
        made = Certificate(
            "edge", CertificateArgs(domains=DOMAINS, zone_id="z", regions=["eu-west-1", "us-east-1"])
        )
        return pulumi.Output.all(**made.arns).apply(seen.update)

    record(program, preview=False)
    assert {region: arn.rsplit("/", 1)[1] for region, arn in seen.items()} == {
        "eu-west-1": "issued",
        "us-east-1": "issued",
    }
