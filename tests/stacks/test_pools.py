import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.data.postgres_size import PostgresSize
from components.workloads.web_service_size import WebServiceSize
from components.workloads.worker_size import WorkerSize
from stacks.connections import Account, Workloads
from stacks.phase_spec import PhaseSpec
from stacks.pools import accounts
from tests.components.workloads.test_web_service_size import VALUES as WEB
from tests.components.workloads.test_worker_size import VALUES as WORKER
from tests.phases import PHASES

DATABASE: dict[str, Any] = {
    "instance_class": "db.t3.medium",
    "storage_gib": 20,
    "datasets": ("platform",),
    "max_connections": 370,
    "multi_az": False,
    "backup_days": 7,
    "log_retention_days": 7,
    "replicas": 0,
    "protected": False,
}
REPLICAS = {"replicas": 2, "replica_instance_class": "db.t4g.small"}
small = st.integers(1, 6)


def database(**changes: Any) -> PostgresSize:
    return PostgresSize.model_validate({**DATABASE, **changes})


def web(**changes: Any) -> WebServiceSize:
    return WebServiceSize.model_validate({**WEB, **changes})


def worker(**changes: Any) -> WorkerSize:
    return WorkerSize.model_validate({**WORKER, **changes}, strict=False)


def primary(
    size: PostgresSize, services: list[WebServiceSize], groups: list[WorkerSize] | None = None
) -> Account:
    named = {f"web-{number}": service for number, service in enumerate(services)}
    workers = {f"group-{number}": group for number, group in enumerate(groups or [])}
    return next(accounts({"platform": size}, workloads(named, workers)))


def workloads(
    services: Mapping[str, WebServiceSize], groups: Mapping[str, WorkerSize] | None = None
) -> Workloads:
    return Workloads(web_services=services, workers=groups or {}, beats={})


def as_written(spec: PhaseSpec) -> Workloads:
    return spec.workloads({name: name for name in spec.databases})


def test_the_numbers_of_phase_1_are_those_of_the_diagram() -> None:
    spec = PHASES["phase1"]
    (account,) = accounts(spec.databases, as_written(spec))
    assert str(account) == (
        "primary of platform: web_services.platform 3 pods × 3 workers × (20 + 10) = 270; "
        "beats.jobs 1 pod = 2; databases.platform job that makes roles or tables = 1; "
        "in all 273, 333 with the pods that end"
    )
    assert account.planned == 296


def test_surging_in_phase_1_would_need_more_than_the_class_has() -> None:
    spec = PHASES["phase1"]
    surging = spec.web_services["platform"].model_copy(update={"max_surge": 3})
    (account,) = accounts(spec.databases, workloads({"platform": surging}))
    assert account.rolling == 541
    assert not account.fits


def test_children_with_pools_of_30_would_need_more_than_any_class_here_has() -> None:
    spec = PHASES["phase2"]
    group = spec.workers["jobs"]
    pool = group.pool.model_copy(update={"size": 20, "max_overflow": 10})
    larger = replace(as_written(spec), workers={"jobs": group.model_copy(update={"pool": pool})})
    account = next(accounts(spec.databases, larger))
    assert "workers.jobs 4 pods × 16 children × (20 + 10) = 1920" in str(account)
    assert not account.fits


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_fits(phase: str) -> None:
    spec = PHASES[phase]
    found = list(accounts(spec.databases, as_written(spec)))
    assert [account.server for account in found if not account.fits] == []
    replicated = sum(size.replicas > 0 for size in spec.databases.values())
    assert len(found) == len(spec.databases) + replicated


@given(replicas=small, per_pod=small, size=small, overflow=st.integers(0, 6), surge=small, scaled=small)
def test_a_service_is_counted_at_its_most_and_in_the_midst_of_a_rollout(
    replicas: int, per_pod: int, size: int, overflow: int, surge: int, scaled: int
) -> None:
    service = web(
        replicas=replicas,
        workers_per_pod=per_pod,
        memory_request_mib=1000,
        memory_limit_mib=1000,
        pool={"size": size, "max_overflow": overflow, "recycle_seconds": 60},
        max_surge=surge,
        autoscaling={"max_replicas": replicas + scaled, "cpu_percent": 70},
    )
    account = primary(database(), [service])
    each = per_pod * (size + overflow)
    assert account.rolling == (replicas + scaled + surge) * each + 1
    assert account.with_ending == account.rolling + surge * per_pod * size


@given(st.lists(st.tuples(small, small), max_size=4), st.lists(st.tuples(small, small), max_size=4))
def test_the_sum_is_over_all_consumers_and_the_words_have_every_term(
    services: list[tuple[int, int]], groups: list[tuple[int, int]]
) -> None:
    account = primary(
        database(),
        [
            web(replicas=pods, pool={"size": n, "max_overflow": 0, "recycle_seconds": 60})
            for pods, n in services
        ],
        [worker(replicas=pods, concurrency=n) for pods, n in groups],
    )
    terms = [int(term) for term in re.findall(r"= (\d+)", str(account))]
    assert len(terms) == len(services) + len(groups) + bool(services or groups)
    assert sum(terms) == account.rolling
    assert f"in all {account.rolling}" in str(account)


@given(st.integers(1, 400))
def test_no_sum_above_the_bound_passes_and_none_below_is_refused(size: int) -> None:
    one = {"replicas": 1, "workers_per_pod": 1, "max_surge": 0, "max_unavailable": 1}
    pool = {"size": size, "max_overflow": 0, "recycle_seconds": 60}
    account = primary(database(), [web(**one, pool=pool)])
    assert account.fits is (size + 1 <= 296 and 2 * size + 1 <= 365)


def test_where_there_are_replicas_each_worker_watches_every_server() -> None:
    service = web(reader_pool={"size": 3, "max_overflow": 1})
    writer, reader = accounts({"platform": database(**REPLICAS)}, workloads({"platform": service}))
    assert writer.rolling == (3 + 1) * 2 * (6 + 1) + 1
    # One replica may have to serve what all did.
    assert reader.server == "each replica of platform"
    assert reader.rolling == (3 + 1) * 2 * (4 + 1)


def test_a_server_allows_no_more_than_its_class_has_the_memory_for() -> None:
    writer, reader = accounts({"platform": database(**REPLICAS)}, workloads({}))
    assert (writer.allows, writer.because) == (370, "its max_connections")
    assert (reader.allows, reader.because) == (187, "what db.t4g.small has the memory for")


def test_a_database_is_counted_with_its_own_consumers_only() -> None:
    services = {"a": web(database="one"), "b": web(database="two")}
    one, two = accounts({"one": database(), "two": database()}, workloads(services))
    assert [consumer.key for consumer in one.consumers] == ["web_services.a", "databases.one"]
    assert [consumer.key for consumer in two.consumers] == ["web_services.b", "databases.two"]


def test_a_beat_asks_a_database_only_where_nobody_works_on_jobs() -> None:
    spec = PHASES["phase2"]
    account = next(accounts(spec.databases, as_written(spec)))
    assert [consumer.key for consumer in account.consumers] == [
        "web_services.platform",
        "workers.jobs",
        "databases.platform",
    ]
    alone = next(accounts(spec.databases, replace(as_written(spec), workers={})))
    assert "beats.jobs" in [consumer.key for consumer in alone.consumers]


def test_phase_3_fits_while_all_are_still_on_the_database_of_phase_2() -> None:
    spec = PHASES["phase3"]
    primary_, replica, *others = accounts(
        spec.databases, spec.workloads(dict.fromkeys(spec.databases, "platform"))
    )
    # 96 workers of 2 + 0 and one that watches, 64 children of 1 + 1, one job.
    assert (primary_.rolling, primary_.with_ending, primary_.planned) == (417, 537, 560)
    assert (replica.rolling, replica.with_ending, replica.planned) == (288, 336, 299)
    assert primary_.fits
    assert replica.fits
    assert not any(account.rolling for account in others)


def test_with_their_own_pools_they_would_not() -> None:
    spec = PHASES["phase3"].model_copy(update={"promotion": None})
    shared = dict.fromkeys(spec.databases, "platform")
    own = replace(
        spec.workloads(shared),
        web_services={
            name: size.model_copy(update={"database": "platform"}) for name, size in spec.web_services.items()
        },
    )
    account = next(accounts(spec.databases, own))
    assert account.rolling == 1605
    assert not account.fits
