"""Outside: the systems of others that the app calls; its tokens for them are in the app's secret."""

import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from components.size import Size

Url = Annotated[
    str,
    Field(
        pattern=r"^https://[a-z0-9.-]+(/[^\s@]*[^\s@/])?$",
        description="https:// and a host, no slash at the end",
    ),
]
Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", description="a host name")]
Words = Annotated[str, Field(min_length=1, max_length=128, description="up to 128 characters")]

HTTPS = 443
TOKENS = ("sns_token", "smtp_password", "payment_token", "assistant_token", "hosting_token", "telegram_token")
# By it the app knows that who calls is one of them; only who is called has it.
CALLED_WITH = ("telegram_secret",)


class Outside(Size):
    """In the words of the app's settings."""

    sns_url: Url
    smtp_host: Host
    smtp_port: Annotated[int, Field(ge=1, le=65535, description="a port from 1 to 65535")]
    smtp_user: Words
    mail_from: Annotated[str, Field(pattern=r"^[^\s@]+@[^\s@]+$", description="a mail address")]
    payment_url: Url
    assistant_url: Url
    hosting_url: Url
    telegram_url: Url
    crawl_sources: Annotated[Mapping[str, Url], Field(description="addresses by name, {} for none")]
    crawl_delay_seconds: Annotated[
        int, Field(ge=1, le=3600, description="a whole number of seconds up to 3600")
    ]
    webhook_hosts: Annotated[tuple[Host, ...], Field(description="a list of host names, empty for none")]

    def settings(self) -> dict[str, str]:
        """Return the app's settings that are no secret."""
        given = self.model_dump(mode="json")
        return {
            **{key: str(value) for key, value in given.items()},
            "crawl_sources": json.dumps(given["crawl_sources"], sort_keys=True),
            "webhook_hosts": ",".join(self.webhook_hosts),
        }

    def ports(self) -> tuple[int, ...]:
        """Return the ports at which these systems listen."""
        return (HTTPS, self.smtp_port)
