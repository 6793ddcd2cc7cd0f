import json
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import Settings
from stacks.outside import CALLED_WITH, TOKENS, Outside
from tests.phases import INSTALLATION

GIVEN: dict[str, Any] = INSTALLATION.outside.model_dump()


def test_it_speaks_the_words_of_the_apps_settings() -> None:
    assert {*INSTALLATION.outside.settings(), *TOKENS, *CALLED_WITH} <= set(Settings.model_fields)


def test_lists_and_maps_are_written_as_the_app_reads_them() -> None:
    found = Outside.model_validate(
        {**GIVEN, "crawl_sources": {"b": "https://b.test"}, "webhook_hosts": ("a.test", "b.test")}
    ).settings()
    assert json.loads(found["crawl_sources"]) == {"b": "https://b.test"}
    assert found["webhook_hosts"] == "a.test,b.test"
    assert found["smtp_port"] == "587"


def test_it_listens_at_https_and_where_mail_is_taken() -> None:
    assert Outside.model_validate({**GIVEN, "smtp_port": 465}).ports() == (443, 465)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sns_url", "http://sns.test"),
        ("sns_url", "https://user:secret@sns.test"),
        ("sns_url", "https://sns.test/"),
        ("smtp_host", "mail"),
        ("mail_from", "nobody"),
        ("crawl_sources", {"a": "ftp://a.test"}),
        ("sns_token", "never here"),
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Outside.model_validate({**GIVEN, key: value})
