"""The certificate authorities and certificates of one control plane."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from localcloud.kubernetes.private_files import private_directory, write_private

_LIFETIME = timedelta(days=3650)
_SERVER_NAMES = ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc")
_SERVER_ADDRESSES = ("127.0.0.1", "172.20.0.1")


@dataclass(frozen=True)
class Subject:
    """Whom a certificate is for; Kubernetes reads the user in the common name, groups in organizations."""

    file: str
    authority: str
    user: str
    groups: Sequence[str] = ()
    server: bool = False


# etcd has an authority of its own: the controllers sign certificates with the cluster's.
AUTHORITIES = ("ca", "etcd-ca")
SUBJECTS = (
    Subject("etcd", "etcd-ca", "etcd", server=True),
    Subject("apiserver-etcd", "etcd-ca", "kube-apiserver"),
    Subject("apiserver", "ca", "kube-apiserver", server=True),
    Subject("admin", "ca", "softfactory-admin", ("system:masters",)),
    Subject("controller-manager", "ca", "system:kube-controller-manager"),
    Subject("scheduler", "ca", "system:kube-scheduler"),
    Subject("kwok", "ca", "kwok-controller"),
)


def ensure_certificates(directory: Path) -> None:
    """Makes the authorities, certificates and the key for service account tokens in one step, if absent.

    Files: NAME.crt and NAME.key per authority and subject, service-account.key; PEM, mode 0600.
    """
    if directory.is_dir():
        return
    unfinished = directory.with_name(f".{directory.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    private_directory(unfinished)
    authorities = {name: _authority(unfinished, name) for name in AUTHORITIES}
    for subject in SUBJECTS:
        _certificate(unfinished, subject, *authorities[subject.authority])
    write_private(unfinished / "service-account.key", _pem(ec.generate_private_key(ec.SECP256R1())))
    unfinished.rename(directory)


def _authority(directory: Path, name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"softfactory-{name}")])
    usage = _usage(signs_certificates=True)
    certificate = (
        _builder(subject, subject, key.public_key(), key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(directory, name, certificate, key)
    return certificate, key


def _certificate(
    directory: Path, subject: Subject, issuer: x509.Certificate, issuer_key: ec.EllipticCurvePrivateKey
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, group) for group in subject.groups]
        + [x509.NameAttribute(NameOID.COMMON_NAME, subject.user)]
    )
    purposes = [ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = _builder(name, issuer.subject, key.public_key(), issuer_key.public_key())
    if subject.server:
        purposes.append(ExtendedKeyUsageOID.SERVER_AUTH)
        addresses = [x509.IPAddress(IPv4Address(address)) for address in _SERVER_ADDRESSES]
        builder = builder.add_extension(
            x509.SubjectAlternativeName([*map(x509.DNSName, _SERVER_NAMES), *addresses]), critical=False
        )
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    _write(directory, subject.file, certificate, key)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a clock that was a little ahead is set back
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(
    directory: Path, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    write_private(directory / f"{name}.crt", certificate.public_bytes(serialization.Encoding.PEM))
    write_private(directory / f"{name}.key", _pem(key))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,  # Kubernetes reads no PKCS 8 for service accounts
        serialization.NoEncryption(),
    )
