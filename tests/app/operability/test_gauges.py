import math
from types import SimpleNamespace
from typing import Any

from app.operability.gauges import measure
from app.operability.metrics import REPLICA_LAG


def test_each_replica_says_how_far_it_is_behind_and_one_that_is_away_without_end() -> None:
    lags = {"one:5432": 0.25, "two:5432": None}
    pools = SimpleNamespace(writer=None, reader=None, watch=SimpleNamespace(lags=lags))
    runtime: Any = SimpleNamespace(pools=pools, backlog=lambda: None)
    measure(runtime)
    (family,) = REPLICA_LAG.collect()
    told = {sample.labels["replica"]: sample.value for sample in family.samples}
    assert told == {"one:5432": 0.25, "two:5432": math.inf}


def test_a_phase_without_replicas_says_nothing_of_them() -> None:
    REPLICA_LAG.clear()
    pools = SimpleNamespace(writer=None, reader=None, watch=None)
    runtime: Any = SimpleNamespace(pools=pools, backlog=lambda: None)
    measure(runtime)
    (family,) = REPLICA_LAG.collect()
    assert family.samples == []
