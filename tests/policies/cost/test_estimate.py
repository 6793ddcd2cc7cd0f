"""The bills of the phases are within their budgets and follow the phase files."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from policies.cost.estimate import estimate
from policies.cost.price_book import Unpriced
from policies.cost.resource_types import PRICED
from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, parse, read_config
from tests.phases import FILES, PHASES
from tests.platforms import platform


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_is_within_its_budget_as_planned(phase: str) -> None:
    made = estimate(PHASES[phase])
    assert made.planned <= PHASES[phase].operations.monthly_budget_usd
    assert made.planned < made.on_demand


def test_a_size_without_a_price_is_named() -> None:
    written: Any = read_config(FILES["phase1"])[PHASE_KEY]
    written["databases"]["platform"]["instance_class"] = "db.r8g.large"
    with pytest.raises(Unpriced, match=r"db\.r8g\.large has no price"):
        estimate(parse(PhaseSpec, written, PHASE_KEY, "phase1"))


def test_spot_nodes_are_cheaper_as_planned_only() -> None:
    lines = {one.item: one for one in estimate(PHASES["phase3"]).lines}
    assert lines["spot: t4g.large"].on_demand == lines["on-demand: t4g.large"].on_demand == Decimal("98.11")
    assert lines["spot: t4g.large"].planned == Decimal("39.24")
    assert lines["on-demand: t4g.large"].planned == Decimal("98.11")


@pytest.mark.parametrize("phase", PHASES)
def test_every_line_says_what_it_is(phase: str) -> None:
    made = estimate(PHASES[phase])
    assert len({(one.part, one.item) for one in made.lines}) == len(made.lines)


def looked_at(alarm: Mapping[str, Any]) -> list[Any]:
    """Return the metrics of an alarm: the one that it is about, or those of its formula."""
    if "metricName" in alarm:
        return [alarm["metricName"]]
    return [query["metric"] for query in alarm["metricQueries"] if "metric" in query]


# What the program makes one by one: type, the property that names the price (or the price), how many it is.
COUNTED: list[tuple[str, str, Callable[[Mapping[str, Any]], int]]] = [
    ("aws:rds/instance:Instance", "instanceClass", lambda inputs: 2 if inputs.get("multiAz") else 1),
    ("aws:eks/cluster:Cluster", "eks cluster", lambda inputs: 1),
    ("aws:ec2/natGateway:NatGateway", "nat gateway", lambda inputs: 1),
    ("aws:kms/key:Key", "key", lambda inputs: 1),
    ("aws:secretsmanager/secret:Secret", "secret", lambda inputs: 1),
    ("aws:lb/loadBalancer:LoadBalancer", "load balancer", lambda inputs: 1),
    ("aws:lb/loadBalancer:LoadBalancer", "public IPv4 address", lambda inputs: len(inputs["subnets"])),
    ("aws:ec2/eip:Eip", "public IPv4 address", lambda inputs: 1),
    ("aws:wafv2/webAcl:WebAcl", "web acl", lambda inputs: 1),
    ("aws:wafv2/webAcl:WebAcl", "web acl rule", lambda inputs: len(inputs["rules"])),
    # A formula is paid by what it looks at.
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", lambda inputs: len(looked_at(inputs))),
    ("aws:cloudwatch/dashboard:Dashboard", "dashboard", lambda inputs: 1),
]
# What `make bootstrap` makes once.
BEFORE = {"secret": 1}


@pytest.mark.parametrize("phase", PHASES)
def test_the_bill_has_as_many_as_the_program_makes(phase: str) -> None:
    recording = platform(phase)
    made: Counter[str] = Counter(BEFORE)
    for kind, key, times in COUNTED:
        for item in recording.of(kind).values():
            made[item.inputs.get(key, key)] += times(item.inputs)
    billed: Counter[str] = Counter()
    for one in estimate(PHASES[phase]).lines:
        billed[one.what] += int(one.quantity)
    assert {what: billed[what] for what in made} == dict(made)


@pytest.mark.parametrize("phase", PHASES)
def test_the_volumes_of_pods_are_on_the_bill(phase: str) -> None:
    claimed = sum(
        int(item.inputs["spec"]["replicas"])
        * int(claim["spec"]["resources"]["requests"]["storage"].removesuffix("Gi"))
        for item in platform(phase).of("kubernetes:apps/v1:StatefulSet").values()
        for claim in item.inputs["spec"].get("volumeClaimTemplates", ())
    )
    billed = [one.quantity for one in estimate(PHASES[phase]).lines if one.part == "monitoring"]
    assert sum(billed) == claimed


@pytest.mark.parametrize("phase", PHASES)
def test_what_has_a_price_has_its_lines(phase: str) -> None:
    recording = platform(phase)
    parts = {PRICED[item.type] for item in recording.resources if item.type in PRICED}
    assert parts <= {one.part for one in estimate(PHASES[phase]).lines}
