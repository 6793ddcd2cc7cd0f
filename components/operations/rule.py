"""The shape of what is watched: rules over CloudWatch's metrics, and the things that they are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pulumi

# Statistics by the words of CloudWatch; anything else is a percentile such as p99.
STATISTICS = ("Average", "Maximum", "Minimum", "Sum", "SampleCount")


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric and the statistic that is taken of it in each period."""

    name: str
    statistic: str


@dataclass(frozen=True, kw_only=True)
class Window:
    """An alarm goes off when `breaching` of the last `periods` break the rule."""

    seconds: int
    periods: int = 1
    breaching: int | None = None


SOON = Window(seconds=60, periods=5, breaching=3)
LASTING = Window(seconds=300, periods=3)
HOURLY = Window(seconds=3600)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One metric, or an `expression` of metric math over several, compared with a limit.

    `limit` is a number, or the name of one that comes with the thing that is watched, such as what its size
    makes of it. `says` is for who is woken; `runbook` is the page in docs/runbooks that says what to do.
    `missing` is what no data means: `breaching` where silence is the failure itself.
    """

    name: str
    says: str
    runbook: str
    metrics: Mapping[str, Metric]
    expression: str | None = None
    comparison: Literal[">", ">=", "<"]
    limit: float | str
    window: Window
    missing: Literal["breaching", "notBreaching", "ignore"]


def of(name: str, statistic: str) -> dict[str, Metric]:
    """Return the metrics of a rule that takes one as it is."""
    return {"value": Metric(name=name, statistic=statistic)}


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rules for one kind of thing; its metrics are in one namespace of CloudWatch."""

    kind: str
    namespace: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One thing that the rules of a table are about.

    `dimensions` are those of its metrics; `limits` are the numbers that the rules name. `region` is where its
    metrics are, if not where the platform is: an alarm is there as well, and tells a topic of that region.
    """

    name: str
    table: Table
    dimensions: Mapping[str, pulumi.Input[str]]
    limits: Mapping[str, float] = field(default_factory=dict)
    region: str | None = None

    def limit(self, rule: Rule) -> float:
        """Return the number that a rule compares with. Raise ValueError if none came with the thing."""
        if not isinstance(rule.limit, str):
            return rule.limit
        if rule.limit not in self.limits:
            known = ", ".join(sorted(self.limits)) or "none"
            raise ValueError(f"{self.name}: got no {rule.limit}; allowed: one of {known}; give it as a limit")
        return self.limits[rule.limit]
