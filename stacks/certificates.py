"""The certificates that the app trusts beside those of the public authorities that its image knows."""

import re
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificates
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parent.parent
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----")


def certificates(file: str, region: str) -> str:
    """Return the certificates in a PEM file of the project.

    Raise ValueError if no authority of the databases of that region is among them: the app would refuse every
    connection.
    """
    try:
        text = (ROOT / file).read_text(encoding="utf-8")
    except OSError as error:
        text, reason = "", str(error.strerror)
    else:
        reason = f"no authority of the databases of {region} in it"
    found = _CERTIFICATE.findall(text)
    if not any(_is_of(certificate, region) for certificate in found):
        bundle = f"https://truststore.pki.rds.amazonaws.com/{region}/{region}-bundle.pem"
        raise ValueError(
            f"database_ca_file: got {file}: {reason}; allowed: a PEM file of the project with AWS's "
            f"authorities of the region; download {bundle} into it"
        )
    return "\n".join([*found, ""])


def _is_of(certificate: str, region: str) -> bool:
    """Whether RDS signs with it there; each region has authorities of its own, which are named after it."""
    (authority,) = load_pem_x509_certificates(certificate.encode())
    names = authority.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return any(str(name.value).startswith(f"Amazon RDS {region} ") for name in names)
