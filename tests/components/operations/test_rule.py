import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

import components.operations.tables as package
from components.operations.rule import STATISTICS, Metric, Rule, Table, Watched, of
from tests.phases import ROOT

TABLES: dict[str, Table] = {
    f"{module.name}.{name}": value
    for module in iter_modules(package.__path__)
    for name, value in vars(import_module(f"{package.__name__}.{module.name}")).items()
    if isinstance(value, Table)
}
RULES = [(f"{of_} {rule.name}", rule) for of_, table in TABLES.items() for rule in table.rules]


def test_there_is_a_table_for_every_kind_of_thing() -> None:
    assert {table.namespace for table in TABLES.values()} == {
        "AWS/RDS",
        "AWS/ElastiCache",
        "AWS/AmazonMQ",
        "AWS/ES",
        "AWS/ApplicationELB",
        "AWS/CloudFront",
        "AWS/NATGateway",
        "AWS/EC2",
        "AWS/EKS",
        "AWS/Backup",
        "SoftFactory/Jobs",
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_rules_have_names_of_their_own(table: Table) -> None:
    names = [rule.name for rule in table.rules]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize(("_", "rule"), RULES, ids=[name for name, _ in RULES])
def test_the_runbook_of_a_rule_is_there_and_names_it(_: str, rule: Rule) -> None:
    page = ROOT / "docs/runbooks" / f"{rule.runbook}.md"
    assert f"`{rule.name}`" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("_", "rule"), RULES, ids=[name for name, _ in RULES])
def test_a_rule_is_one_that_cloudwatch_takes(_: str, rule: Rule) -> None:
    assert all(
        metric.statistic in STATISTICS or re.fullmatch(r"p\d{1,2}(\.\d+)?", metric.statistic)
        for metric in rule.metrics.values()
    )
    assert rule.window.seconds % 60 == 0
    assert rule.window.seconds * rule.window.periods <= 86400
    assert 1 <= (rule.window.breaching or 1) <= rule.window.periods
    if rule.expression is None:
        assert len(rule.metrics) == 1
    else:
        assert set(re.findall(r"\b[a-z]\w*\b", rule.expression)) == set(rule.metrics)
        # CloudWatch's metric math has no pods and words of its own begin with a capital.
        assert all(re.fullmatch(r"[a-z][A-Za-z0-9_]*", id) for id in rule.metrics)


def test_a_limit_is_a_number_or_comes_with_the_thing() -> None:
    def rule(limit: float | str) -> Rule:
        return Rule(
            name="x",
            says="x",
            runbook="x",
            metrics=of("X", "Sum"),
            comparison=">",
            limit=limit,
            window=RULES[0][1].window,
            missing="ignore",
        )

    thing = Watched(
        name="platform", table=TABLES["databases.PRIMARY"], dimensions={}, limits={"connections": 300}
    )
    assert thing.limit(rule(5)) == 5
    assert thing.limit(rule("connections")) == 300
    with pytest.raises(ValueError, match="platform: got no storage; allowed: one of connections"):
        thing.limit(rule("storage"))


def test_one_metric_as_it_is() -> None:
    assert of("CPUUtilization", "Average") == {"value": Metric(name="CPUUtilization", statistic="Average")}
