"""Configurations that CloudFront keeps under an id and an ETag."""

import string
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.cloudfront.exceptions import CloudFrontException
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

Shape = dict[str, Any]
_ALPHABET = string.ascii_uppercase + string.digits


def new_id(length: int = 13) -> str:
    return "E" + "".join(mock_random.choice(_ALPHABET) for _ in range(length))


@dataclass
class Document:
    """`etag` changes with the configuration."""

    id: str
    config: Shape
    created: datetime = field(default_factory=utcnow)
    changed: datetime = field(default_factory=utcnow)
    etag: str = field(default_factory=new_id)

    def update(self, config: Shape) -> None:
        self.config = config
        self.changed = utcnow()
        self.etag = new_id()

    def check_etag(self, given: str | None) -> None:
        """Who changes a document must have seen it as it is now."""
        if not given:
            message = "The If-Match version is missing or not valid for the resource."
            raise CloudFrontException("InvalidIfMatchVersion", message)
        if given != self.etag:
            message = "The request didn't meet the preconditions in one or more request-header fields."
            raise CloudFrontException("PreconditionFailed", message)
