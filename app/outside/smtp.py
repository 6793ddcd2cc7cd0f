"""E-mail over SMTP with STARTTLS."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

from pydantic import SecretStr

from app.domain.ports import OutsideError, OutsideRefusal

TIMEOUT_SECONDS = 10


class SmtpMailer:
    def __init__(
        self, *, host: str, port: int, user: str, password: SecretStr, sender: str, ca_file: Path | None
    ) -> None:
        self._host, self._port, self._user, self._password = host, port, user, password
        self._sender = sender
        self._trust = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)

    def send(self, to: str, subject: str, text: str, key: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message["Message-ID"] = f"<{key}@{self._sender.rpartition('@')[2]}>"
        message.set_content(text)
        try:
            with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS) as server:
                server.starttls(context=self._trust)
                server.login(self._user, self._password.get_secret_value())
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise OutsideRefusal("the recipient is refused") from error
        except (smtplib.SMTPException, OSError) as error:
            raise OutsideError(f"the mail server does not take it ({type(error).__name__})") from error
