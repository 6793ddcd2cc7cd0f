import copy
from typing import Any

import pytest

from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, ConfigurationError, parse, read_config
from tests.phases import FILES

WRITTEN: Any = read_config(FILES["phase3"])[PHASE_KEY]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("cdn.price_class", "PriceClass_1", "allowed: PriceClass_All or PriceClass_200 or PriceClass_100"),
        ("cdn.requests_per_ip_in_5_minutes", 9, "a whole number of requests from 10 to 2000000000"),
        ("cdn.cache.max_seconds", 1, "a whole number of seconds from 0"),
        ("log_retention_days", 0, "a whole number from 1 to 1000"),
    ],
)
def test_a_wrong_value_is_refused_in_words(path: str, value: object, words: str) -> None:
    spec = copy.deepcopy(WRITTEN)
    section = spec["edge"]
    *above, key = path.split(".")
    for step in above:
        section = section[step]
    section[key] = value
    with pytest.raises(ConfigurationError) as refused:
        parse(PhaseSpec, spec, PHASE_KEY, "Pulumi.phase3.yaml")
    where = "cdn.cache.default_seconds" if key == "max_seconds" else path
    line = next(line for line in str(refused.value).splitlines() if f"{PHASE_KEY}.edge.{where}: " in line)
    assert "got " in line
    assert words in line or "from min_seconds 3600 to max_seconds" in line


def test_a_phase_may_do_without_a_cdn() -> None:
    spec = copy.deepcopy(WRITTEN)
    del spec["edge"]["cdn"]
    assert parse(PhaseSpec, spec, PHASE_KEY, "Pulumi.phase3.yaml").edge.cdn is None
