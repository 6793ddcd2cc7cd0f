"""A mail server with STARTTLS and a login, that keeps what it was sent."""

import socketserver
import ssl
import threading
from email import message_from_bytes
from email.message import Message
from typing import Any

from app.backing.tls import Certificates


class FakeSmtp:
    def __init__(self, certificates: Certificates) -> None:
        self.messages: list[Message] = []
        messages = self.messages
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.certificate_file, certificates.key_file)

        class Handler(socketserver.StreamRequestHandler):
            connection: Any

            def say(self, line: str) -> None:
                self.connection.sendall(line.encode() + b"\r\n")

            def handle(self) -> None:
                self.say("220 fake")
                secure = False
                while line := self.rfile.readline():
                    word = line.split()[0].upper() if line.split() else b""
                    if word == b"EHLO":
                        self.say("250-fake\r\n250 AUTH PLAIN" if secure else "250-fake\r\n250 STARTTLS")
                    elif word == b"STARTTLS":
                        self.say("220 go")
                        self.connection = context.wrap_socket(self.connection, server_side=True)
                        self.rfile, secure = self.connection.makefile("rb"), True
                    elif word == b"AUTH":
                        self.say("235 ok")
                    elif word == b"DATA":
                        self.say("354 go")
                        lines = []
                        while (text := self.rfile.readline()) != b".\r\n":
                            lines.append(text)
                        messages.append(message_from_bytes(b"".join(lines)))
                        self.say("250 kept")
                    elif word == b"QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok" if secure else "530 TLS first")

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
