import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from localcloud.kubernetes.certificates import AUTHORITIES, SUBJECTS, Subject, ensure_certificates


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cluster") / "certificates"
    ensure_certificates(path)
    return path


def load(directory: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((directory / f"{name}.crt").read_bytes())


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.file)
def test_certificate_is_signed_by_its_authority_only(directory: Path, subject: Subject) -> None:
    certificate = load(directory, subject.file)
    own = subject.authority
    certificate.verify_directly_issued_by(load(directory, own))
    for other in set(AUTHORITIES) - {own}:
        with pytest.raises(ValueError, match="Issuer"):
            certificate.verify_directly_issued_by(load(directory, other))


def test_users_and_groups_are_those_that_kubernetes_knows(directory: Path) -> None:
    def names(file: str, oid: x509.ObjectIdentifier) -> list[str | bytes]:
        return [attribute.value for attribute in load(directory, file).subject.get_attributes_for_oid(oid)]

    assert names("scheduler", NameOID.COMMON_NAME) == ["system:kube-scheduler"]
    assert names("controller-manager", NameOID.COMMON_NAME) == ["system:kube-controller-manager"]
    assert names("admin", NameOID.ORGANIZATION_NAME) == ["system:masters"]
    assert names("kwok", NameOID.ORGANIZATION_NAME) == []


def test_only_servers_may_serve(directory: Path) -> None:
    for subject in SUBJECTS:
        usage = load(directory, subject.file).extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert (ExtendedKeyUsageOID.SERVER_AUTH in usage) == subject.server


def test_server_is_known_by_the_loopback_address(directory: Path) -> None:
    names = load(directory, "apiserver").extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "127.0.0.1" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]


def test_openssl_takes_key_and_chain(directory: Path) -> None:
    context = ssl.create_default_context(cafile=directory / "ca.crt")
    context.load_cert_chain(directory / "admin.crt", directory / "admin.key")
    assert len(context.get_ca_certs()) == 1


def test_keys_are_private_and_distinct(directory: Path) -> None:
    keys = sorted(directory.glob("*.key"))
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    assert len({key.read_bytes() for key in keys}) == len(keys) == len(SUBJECTS) + len(AUTHORITIES) + 1


def test_certificates_are_made_once(directory: Path) -> None:
    before = (directory / "ca.crt").read_bytes()
    ensure_certificates(directory)
    assert (directory / "ca.crt").read_bytes() == before


def test_interrupted_making_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(range(3))
    generate = ec.generate_private_key

    def interrupted(curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
        next(made)
        return generate(curve)

    monkeypatch.setattr(ec, "generate_private_key", interrupted)
    with pytest.raises(StopIteration):
        ensure_certificates(tmp_path / "certificates")
    assert not (tmp_path / "certificates").exists()
    monkeypatch.undo()
    ensure_certificates(tmp_path / "certificates")
    load(tmp_path / "certificates", "admin").verify_directly_issued_by(load(tmp_path / "certificates", "ca"))
