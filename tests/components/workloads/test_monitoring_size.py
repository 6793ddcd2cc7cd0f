import pytest

from components.workloads.monitoring_size import MonitoringSize
from stacks.reading import ConfigurationError, parse
from tests.components.workloads.watching import MONITORING

WRITTEN = MONITORING.model_dump()


def refused(part: str, **changes: int) -> str:
    with pytest.raises(ConfigurationError) as error:
        parse(MonitoringSize, {**WRITTEN, part: {**WRITTEN[part], **changes}}, "monitoring", "file")
    return str(error.value)


def test_a_volume_is_never_filled_to_its_end() -> None:
    said = refused("prometheus", kept_gib=9)
    assert "kept_gib: got 9; allowed: 8 or less of storage_gib 10; lower it or raise storage_gib" in said


@pytest.mark.parametrize(
    ("part", "key", "value", "words"),
    [
        ("prometheus", "replicas", 4, "a whole number from 1 to 3, as there are three zones"),
        ("prometheus", "scrape_seconds", 90, "a whole number of seconds from 5 to 60"),
        ("jaeger", "traced_percent", 0, "a whole number from 1 to 100"),
        ("objectives", "p99_milliseconds", 0, "a whole number of milliseconds from 1 to 10000"),
    ],
)
def test_a_value_out_of_bounds_is_refused_in_words(part: str, key: str, value: int, words: str) -> None:
    assert words in refused(part, **{key: value})
