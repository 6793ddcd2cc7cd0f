import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, ConfigurationError, parse, read_config
from tests.phases import FILES, PHASES

WRITTEN: dict[str, Any] = {name: read_config(path)[PHASE_KEY] for name, path in FILES.items()}
Path = tuple[str, ...]


def sections(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every section, maps of sections included."""
    if isinstance(value, dict):
        yield path
        for key, below in value.items():
            yield from sections(below, (*path, key))


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*path, key))
    else:
        yield path, value


# The maps whose keys are names that a phase chooses; every other section has fixed keys.
NEVER_EMPTY = {("databases",), ("caches",), ("node_groups",), ("web_services",), ("beats",)}
MAYBE_EMPTY = {("brokers",), ("search_domains",), ("workers",)}
NAMED = NEVER_EMPTY | MAYBE_EMPTY | {("purchasing", "reserved_databases")}
SECTIONS = [(name, path) for name, spec in WRITTEN.items() for path in sections(spec) if path not in NAMED]
LEAVES = [(name, path, value) for name, spec in WRITTEN.items() for path, value in leaves(spec)]
NUMBERS = [
    (name, path) for name, path, value in LEAVES if isinstance(value, int) and not isinstance(value, bool)
]


def changed(name: str, path: Path, change: Callable[[dict[str, Any], str], object]) -> dict[str, Any]:
    spec: dict[str, Any] = copy.deepcopy(WRITTEN[name])
    section = spec
    for key in path[:-1]:
        section = section[key]
    change(section, path[-1])
    return spec


def refusal(name: str, spec: object) -> str:
    with pytest.raises(ConfigurationError) as refused:
        parse(PhaseSpec, spec, PHASE_KEY, f"Pulumi.{name}.yaml")
    message = str(refused.value)
    assert "pydantic" not in message
    return message


def line_of(message: str, path: Path) -> str:
    lines = [line for line in message.splitlines() if line.startswith(f"  {'.'.join([PHASE_KEY, *path])}: ")]
    assert len(lines) == 1, message
    return lines[0]


def test_every_phase_file_is_read_as_written() -> None:
    for name, spec in PHASES.items():
        assert spec.model_dump(mode="json", exclude_none=True) == WRITTEN[name]


def test_there_is_no_default_but_for_what_a_phase_may_lack() -> None:
    def models(model: Any) -> Iterator[Any]:
        yield model
        for field in model.model_fields.values():
            for part in json_models(field.annotation):
                yield from models(part)

    def json_models(annotation: Any) -> Iterator[Any]:
        if hasattr(annotation, "model_fields"):
            yield annotation
        for part in getattr(annotation, "__args__", ()):
            yield from json_models(part)

    optional = {
        f"{model.__name__}.{key}"
        for model in models(PhaseSpec)
        for key, field in model.model_fields.items()
        if not field.is_required()
    }
    assert optional == {
        "EdgeSize.cdn",
        "PhaseSpec.gateway",
        "PhaseSpec.monitoring",
        "PhaseSpec.promotion",
        "PostgresSize.replica_instance_class",
        "WebServiceSize.autoscaling",
        "WebServiceSize.reader_pool",
    }


@given(st.sampled_from(SECTIONS), st.from_regex(r"[a-z]{3,8}_[a-z]{3,8}", fullmatch=True), st.integers())
def test_an_unknown_key_is_named_with_the_known_ones(where: tuple[str, Path], key: str, value: int) -> None:
    name, path = where
    assume(f'"{key}"' not in json.dumps(WRITTEN[name]))
    spec = changed(name, (*path, key), lambda section, last: section.update({last: value}))
    line = line_of(refusal(name, spec), (*path, key))
    assert f"unknown key, got {json.dumps(value)}" in line
    assert "; allowed: " in line


@pytest.mark.parametrize(("name", "path", "value"), LEAVES)
def test_a_missing_key_is_asked_for(name: str, path: Path, value: object) -> None:
    message = refusal(name, changed(name, path, dict.pop))
    assert any(
        line.startswith(f"  {'.'.join([PHASE_KEY, *path])}: got nothing; allowed: ")
        for line in message.splitlines()
    ), message


@given(
    st.sampled_from(NUMBERS),
    st.sampled_from(["GB", "GiB", "Mi", "m", " days", "%", "s", ""]),
    st.integers(1, 500),
)
def test_a_number_with_a_unit_is_refused(where: tuple[str, Path], unit: str, number: int) -> None:
    name, path = where
    text = f"{number}{unit}"
    line = line_of(refusal(name, changed(name, path, lambda section, key: section.update({key: text}))), path)
    assert f'got "{text}"; allowed: ' in line


@given(
    st.sampled_from(NUMBERS),
    st.one_of(st.integers(max_value=-1), st.floats(0.1, 99.9), st.booleans(), st.none()),
)
def test_what_is_no_whole_number_from_zero_is_refused(where: tuple[str, Path], value: float | None) -> None:
    name, path = where
    if isinstance(value, float) and value.is_integer():
        value += 0.5
    line = line_of(
        refusal(name, changed(name, path, lambda section, key: section.update({key: value}))), path
    )
    assert f"got {json.dumps(value)}; allowed: " in line


@given(st.integers(max_value=-1))
def test_negative_replicas_are_refused(replicas: int) -> None:
    path = ("databases", "platform", "replicas")
    for name in WRITTEN:
        spec = changed(name, path, lambda section, key: section.update({key: replicas}))
        assert f"got {replicas}; allowed: a whole number from 0 to 15; " in line_of(refusal(name, spec), path)


@given(st.integers(1, 15))
def test_replicas_without_backups_are_refused(replicas: int) -> None:
    values = {"replicas": replicas, "replica_instance_class": "db.t3.large", "backup_days": 0}
    spec = changed("phase2", ("databases", "platform", ""), lambda section, _: section.update(values))
    line = line_of(refusal("phase2", spec), ("databases", "platform", "backup_days"))
    assert (
        f"got 0; allowed: 1 to 35 with {replicas} replicas, which are made from backups; raise backup_days"
        in line
    )


@pytest.mark.parametrize(
    "name", ["Platform", "plat_form", "-platform", "platform-", "9platform", "p" * 33, ""]
)
def test_a_name_that_aws_or_kubernetes_would_refuse_is_refused(name: str) -> None:
    spec = changed(
        "phase1", ("databases", ""), lambda section, _: section.update({name: section["platform"]})
    )
    assert f'got "{name}"; allowed: lower-case words with hyphens' in refusal("phase1", spec)


def test_two_stores_of_one_name_are_refused() -> None:
    spec = changed("phase2", ("caches", ""), lambda section, _: section.update(platform=section["cache"]))
    assert "caches.platform: got platform; allowed: a name that no other store has; it is in databases" in (
        refusal("phase2", spec)
    )


@pytest.mark.parametrize("section", sorted(path[0] for path in NEVER_EMPTY))
def test_a_platform_has_one_of_each(section: str) -> None:
    spec = changed("phase1", (section,), lambda section, key: section.update({key: {}}))
    assert "got {}; allowed: one " in line_of(refusal("phase1", spec), (section,))


def test_a_cluster_without_a_node_is_refused() -> None:
    values = {"min_nodes": 0, "desired_nodes": 0}
    spec = changed("phase1", ("node_groups", "spot", ""), lambda section, _: section.update(values))
    assert "node_groups: got 0 nodes in all; allowed: a sum of desired_nodes of 1 or more" in refusal(
        "phase1", spec
    )


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("databases", "platform", "manage_master_user_password"), True, "no read replica of a database"),
        (("databases", "platform", "multi_az"), "cluster", "a Multi-AZ DB cluster is something else"),
        (("databases", "platform", "multi_az_cluster"), True, "has no t3 and t4g classes"),
        (("databases", "platform", "instance_class"), "db.t2.large", "family one of t3, t4g, m6g"),
        (("caches", "cache", "node_type"), "cache.t2.small", "of t2 ElastiCache makes no more"),
        (("caches", "cache", "aof"), True, "ElastiCache has no append-only file"),
        (("caches", "state", "persistence"), "aof", "ElastiCache has no append-only file"),
        (("caches", "state", "cluster_mode"), True, "it follows from shards"),
    ],
)
def test_what_aws_does_not_have_is_refused_with_the_reason(path: Path, value: object, words: str) -> None:
    spec = changed("phase2", path, lambda section, key: section.update({key: value}))
    line = line_of(refusal("phase2", spec), path)
    assert f"got {json.dumps(value)}; allowed: " in line
    assert words in line


def test_an_instance_type_that_rabbitmq_does_not_have_is_refused() -> None:
    path = ("brokers", "jobs", "instance_type")
    spec = changed("phase3", path, lambda section, key: section.update({key: "mq.t3.micro"}))
    line = line_of(refusal("phase3", spec), path)
    assert 'got "mq.t3.micro"; allowed: mq.<family>.<size> with family m7g (RabbitMQ has no other)' in line


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("state", {"eviction_policy": "allkeys-lru"}, "eviction_policy: got allkeys-lru; allowed: noevic"),
        ("state", {"shards": 3}, "shards: got 3; allowed: 1 where it holds state: Celery speaks to no"),
        ("cache", {"automatic_failover": True}, "automatic_failover: got true; allowed: false with 0 rep"),
    ],
)
def test_a_redis_that_would_lose_what_it_holds_is_refused(
    name: str, values: dict[str, object], words: str
) -> None:
    spec = changed("phase2", ("caches", name, ""), lambda section, _: section.update(values))
    assert f"caches.{name}.{words}" in refusal("phase2", spec)


def test_a_phase_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        PHASES["phase1"].cluster.log_retention_days = 1  # type: ignore[misc]  # it is frozen: that is the test
