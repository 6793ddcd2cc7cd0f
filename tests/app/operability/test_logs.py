import json
import logging

import pytest

from app.operability.logs import JsonFormatter, without_secrets

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"Authorization: Bearer {TOKEN}", TOKEN),
        ("rediss://:hunter22@cache:6379/0", "hunter22"),
        ("amqps://app:hunter22@mq:5671//", "hunter22"),
        ("host=db password=hunter22 sslmode=verify-full", "hunter22"),
        ('{"refresh_token": "hunter22"}', "hunter22"),
        (f"token was {TOKEN}!", TOKEN),
    ],
)
def test_no_secret_is_logged(text: str, secret: str) -> None:
    assert secret not in without_secrets(text)


def test_a_line_is_json_and_says_what_failed() -> None:
    try:
        raise ValueError("password=hunter22 was wrong")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("app.x", logging.ERROR, "f", 1, "failed for %s", ("Kim",), info)
    line = json.loads(JsonFormatter("coocook").format(record))
    assert (line["level"], line["process"], line["message"]) == ("ERROR", "coocook", "failed for Kim")
    assert "ValueError" in line["exception"]
    assert "hunter22" not in line["exception"]
