"""One OpenSearch node with TLS; it has no users, so it listens on loopback only."""

import secrets
import ssl
import urllib.request
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12

from app.backing.opensearch.libraries import install
from app.backing.process import Child, free_port, program
from app.backing.tls import Certificates

# A short life on few cores: the second compiler and a large heap would not pay.
JVM = ("-Xms128m", "-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.security.manager=allow")


class OpenSearchServer:
    def __init__(self, folder: Path, certificates: Certificates) -> None:
        self.port = free_port()
        self.ca_file = certificates.ca_file
        self._folder = folder
        self._keystore_password = secrets.token_urlsafe(16)
        self._child: Child | None = None
        folder.mkdir(parents=True)
        key = load_pem_private_key(certificates.key_file.read_bytes(), None)
        certificate = x509.load_pem_x509_certificate(certificates.certificate_file.read_bytes())
        encryption = BestAvailableEncryption(self._keystore_password.encode())
        store = pkcs12.serialize_key_and_certificates(b"server", key, certificate, None, encryption)  # type: ignore[arg-type]  # a key of the kinds it takes
        self._keystore = folder / "server.p12"
        self._keystore.touch(mode=0o600)
        self._keystore.write_bytes(store)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def start(self) -> "OpenSearchServer":
        libraries = install()
        classes = f"{libraries / 'lib'}/*:{libraries}"
        arguments = [str(self._folder), str(self.port), str(self._keystore)]
        command = [program("java"), *JVM, "-classpath", classes, "SearchNode", *arguments]
        environment = {"KEYSTORE_PASSWORD": self._keystore_password, "HOME": str(self._folder)}
        self._child = Child(command, self._folder / "log", environment)
        self._child.wait_until(self._answers)
        return self

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _answers(self) -> bool:
        trust = ssl.create_default_context(cafile=str(self.ca_file))
        health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(health, context=trust, timeout=5) as answer:  # noqa: S310 - https
                return bool(answer.status == 200)
        except OSError:
            return False
