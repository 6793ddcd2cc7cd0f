"""The table of docs/local-cloud.md is that of the bindings, and says nothing that it must not."""

from pathlib import Path

from localcloud.aws.bindings import BINDINGS
from localcloud.aws.service_table import page_with_table, table

PAGE = Path(__file__).parents[3] / "docs/local-cloud.md"
# Words of properties that bear on security or on what a change does; these have to be mapped.
NEVER_LEFT_OUT = (
    "kms",
    "encrypt",
    "policy",
    "password",
    "auth",
    "public",
    "security",
    "tls",
    "ssl",
    "protect",
)


def test_the_page_is_fresh() -> None:
    page = PAGE.read_text()
    assert page_with_table(page) == page, (
        "run: python -m localcloud.aws.service_table, and put its table there"
    )


def test_every_type_is_in_the_table() -> None:
    assert all(type.split(":")[-1] in table() for type in BINDINGS)


def test_nothing_that_bears_on_security_is_left_unsimulated() -> None:
    left_out = {f"{type}.{key}" for type, binding in BINDINGS.items() for key in binding.not_simulated}
    assert not [key for key in left_out if any(word in key.split(".")[-1].lower() for word in NEVER_LEFT_OUT)]
    assert all(reason.strip() for binding in BINDINGS.values() for reason in binding.not_simulated.values())
