"""ACM as moto lacks it: a certificate is issued once the records that prove its domains are there."""

import hashlib
from typing import Any

from moto.acm import models
from moto.acm.models import AWSCertificateManagerBackend, CertBundle, acm_backends
from moto.acm.responses import AWSCertificateManagerResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.route53.models import FakeZone, route53_backends

_request = AWSCertificateManagerResponse.request_certificate


class Certificate(CertBundle):
    """Moto issues every certificate after a minute, and lists its domains in no particular order."""

    domains: tuple[str, ...] = ()
    validation_method = "DNS"
    key_algorithm = "RSA_2048"
    issued_at: Any = None

    def check(self) -> None:
        if self._not_valid_after(self._cert) <= utcnow():
            self.status = "EXPIRED"

    def describe(self) -> dict[str, Any]:
        described = super().describe()
        if self.type == "AMAZON_ISSUED":
            detail = described["Certificate"]
            detail["SubjectAlternativeNames"] = list(self.domains)
            detail["DomainValidationOptions"] = [self._validation(domain) for domain in self.domains]
            detail["KeyAlgorithm"] = self.key_algorithm
            detail["IssuedAt"] = self.issued_at
            if self.issued_at is None:
                for member in ("NotAfter", "NotBefore", "Serial"):
                    del detail[member]
        return described

    def record(self, domain: str) -> dict[str, str]:
        """The record that ACM asks for: one for a domain and its wildcard."""
        base = domain.removeprefix("*.")
        account = self.arn.split(":")[4]
        name, value = (
            hashlib.blake2b(f"{account} {base} {part}".encode(), digest_size=16).hexdigest()
            for part in ("name", "value")
        )
        zone = value[:10].translate(str.maketrans("0123456789", "ghijklmnop"))
        return {"Name": f"_{name}.{base}.", "Type": "CNAME", "Value": f"_{value}.{zone}.acm-validations.aws."}

    def _validation(self, domain: str) -> dict[str, Any]:
        status = "SUCCESS" if self.status == "ISSUED" else self.status
        option: dict[str, Any] = {
            "DomainName": domain,
            "ValidationDomain": domain,
            "ValidationStatus": status,
            "ValidationMethod": self.validation_method,
        }
        if self.validation_method == "DNS":
            return {**option, "ResourceRecord": self.record(domain)}
        names = ("administrator", "hostmaster", "postmaster", "webmaster", "admin")
        return {**option, "ValidationEmails": [f"{name}@{domain.removeprefix('*.')}" for name in names]}


def issue(account_id: str) -> None:
    """Issues the certificates of an account for which every record is there; what is issued stays so."""
    zones = [zone for zone in route53_backends[account_id]["aws"].zones.values() if not zone.private_zone]
    for backend in acm_backends[account_id].values():
        for certificate in backend._certificates.values():
            if (
                isinstance(certificate, Certificate)
                and certificate.status == "PENDING_VALIDATION"
                and certificate.validation_method == "DNS"
                and all(_is_proven(certificate.record(domain), zones) for domain in certificate.domains)
            ):
                certificate.status, certificate.issued_at = "ISSUED", utcnow()


def _is_proven(record: dict[str, str], zones: list[FakeZone]) -> bool:
    return any(
        found.name == record["Name"]
        and found.type == record["Type"]
        and any(str(value).rstrip(".") == record["Value"].rstrip(".") for value in found.records)
        for zone in zones
        for found in zone.rrsets
    )


def request_certificate(self: AWSCertificateManagerResponse) -> ActionResult:
    """Moto drops the way of validation and the key's algorithm."""
    result = _request(self)
    answer: Any = result.result
    certificate = self.acm_backend._certificates[answer["CertificateArn"]]
    assert isinstance(certificate, Certificate)
    domain, others = self._get_param("DomainName"), self._get_param("SubjectAlternativeNames") or []
    certificate.domains = tuple(dict.fromkeys([domain, *others]))
    certificate.validation_method = self._get_param("ValidationMethod") or "EMAIL"
    certificate.key_algorithm = self._get_param("KeyAlgorithm") or "RSA_2048"
    issue(self.current_account)
    return result


def update_certificate_options(self: AWSCertificateManagerResponse) -> ActionResult:
    backend: AWSCertificateManagerBackend = self.acm_backend
    backend.get_certificate(self._get_param("CertificateArn")).cert_options.update(self._get_param("Options"))
    return EmptyResult()


def extend() -> None:
    namespace: dict[str, object] = vars(models)
    namespace["CertBundle"] = Certificate
    responses: Any = AWSCertificateManagerResponse
    responses.request_certificate = request_certificate
    responses.update_certificate_options = update_certificate_options
