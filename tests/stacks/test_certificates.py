import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificates

from stacks.certificates import certificates
from tests.phases import INSTALLATION

FILE, REGION = INSTALLATION.database_ca_file, INSTALLATION.region
# SHA-256, of the roots in AWS's bundle of us-east-1.
FINGERPRINTS = {
    "ECC384": "82d99e9e409703044c3f886f87a0408c96cd74dee2c9ba920e6553a32e372539",
    "RSA2048": "e4ce41d069f4bdcdb714259058961ee42ed18cf2bf627a3d647aff25437d4b68",
    "RSA4096": "1c753cf0334ff82a47e0d3205839c8549b7d9a8a3d9a685cccecc80f82fe97e6",
}


def test_they_are_those_of_the_file_without_its_remarks() -> None:
    found = certificates(FILE, REGION)
    assert found.startswith("-----BEGIN CERTIFICATE-----\n")
    assert "#" not in found
    assert len(load_pem_x509_certificates(found.encode())) == 3


def test_the_file_of_the_checkout_has_the_roots_that_rds_signs_with() -> None:
    found = load_pem_x509_certificates(certificates(FILE, REGION).encode())
    named = {one.subject.rfc4514_string().split("CN=")[1].split(",")[0]: one for one in found}
    assert {name: one.fingerprint(SHA256()).hex() for name, one in named.items()} == {
        f"Amazon RDS us-east-1 Root CA {kind} G1": digest for kind, digest in FINGERPRINTS.items()
    }
    for one in found:
        one.verify_directly_issued_by(one)


@pytest.mark.parametrize(
    ("file", "region", "reason"),
    [
        ("nothing.pem", REGION, "No such file"),
        ("README.md", REGION, "no authority of the databases of us-east-1 in it"),
        (FILE, "eu-west-1", "no authority of the databases of eu-west-1 in it"),
        # Another region's name may begin with this one's.
        (FILE, "us-east", "no authority of the databases of us-east in it"),
    ],
)
def test_a_file_without_those_of_the_region_is_refused(file: str, region: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"database_ca_file: got {file}: {reason}") as refused:
        certificates(file, region)
    assert f"https://truststore.pki.rds.amazonaws.com/{region}/{region}-bundle.pem" in str(refused.value)
