import pytest

from components.operations.alarm_profile import AlarmProfile, AlarmProfileArgs
from components.operations.rule import SOON, Metric, Rule, Table, Watched, of
from tests.recording import Recorded, Recording, record

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def rule(name: str, **values: object) -> Rule:
    given = {
        "says": "Something is wrong",
        "runbook": "mend-it",
        "metrics": of("CPUUtilization", "Average"),
        "comparison": ">",
        "limit": 80,
        "window": SOON,
        "missing": "breaching",
    }
    return Rule(name=name, **{**given, **values})  # type: ignore[arg-type]  # values of any kind, by name


TABLE = Table(
    kind="primary",
    namespace="AWS/RDS",
    rules=(
        rule("cpu"),
        rule("latency", metrics=of("Latency", "p99"), comparison="<", limit="least", missing="ignore"),
        rule(
            "rate",
            metrics={
                "hits": Metric(name="Hits", statistic="Sum"),
                "misses": Metric(name="Misses", statistic="Sum"),
            },
            expression="hits / (hits + misses)",
            comparison=">=",
        ),
    ),
)
ARGS = AlarmProfileArgs(
    watched=Watched(
        name="platform", table=TABLE, dimensions={"DBInstanceIdentifier": "platform-1"}, limits={"least": 0.5}
    ),
    topic_arn="arn:topic",
    runbooks_url="https://example.org/runbooks",
)


def profile(preview: bool) -> Recording:
    return record(lambda: AlarmProfile("platform", ARGS), preview=preview)


def alarm(preview: bool, name: str) -> Recorded:
    return profile(preview).one(ALARM, f"platform-{name}")


def test_there_is_one_alarm_for_each_rule(preview: bool) -> None:
    assert profile(preview).children("softfactory:operations:AlarmProfile", "platform") == {
        (ALARM, "platform-cpu"),
        (ALARM, "platform-latency"),
        (ALARM, "platform-rate"),
    }


@pytest.mark.parametrize("name", ["cpu", "latency", "rate"])
def test_every_alarm_wakes_somebody_and_says_where_to_read_on(preview: bool, name: str) -> None:
    inputs = alarm(preview, name).inputs
    assert inputs["alarmActions"] == inputs["okActions"] == ["arn:topic"]
    assert inputs["alarmDescription"] == (
        "platform: Something is wrong. https://example.org/runbooks/mend-it.md"
    )


def test_an_alarm_on_one_metric(preview: bool) -> None:
    inputs = alarm(preview, "cpu").inputs
    assert {key: inputs[key] for key in inputs if key not in ("alarmDescription", "alarmActions")} == {
        "namespace": "AWS/RDS",
        "metricName": "CPUUtilization",
        "dimensions": {"DBInstanceIdentifier": "platform-1"},
        "statistic": "Average",
        "period": 60,
        "evaluationPeriods": 5,
        "datapointsToAlarm": 3,
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 80,
        "treatMissingData": "breaching",
        "okActions": ["arn:topic"],
    }


def test_a_percentile_is_no_statistic_for_cloudwatch_and_a_limit_comes_with_the_thing(preview: bool) -> None:
    inputs = alarm(preview, "latency").inputs
    assert inputs["extendedStatistic"] == "p99"
    assert "statistic" not in inputs
    assert (inputs["comparisonOperator"], inputs["threshold"]) == ("LessThanThreshold", 0.5)
    assert inputs["treatMissingData"] == "ignore"


def test_an_alarm_on_metric_math_returns_its_result_only(preview: bool) -> None:
    inputs = alarm(preview, "rate").inputs
    assert not {"metricName", "namespace", "dimensions", "period", "statistic"} & inputs.keys()
    answer, *asked = inputs["metricQueries"]
    assert answer == {
        "id": "result",
        "expression": "hits / (hits + misses)",
        "label": "rate",
        "returnData": True,
    }
    assert [(query["id"], query["metric"]["metricName"], query["returnData"]) for query in asked] == [
        ("hits", "Hits", False),
        ("misses", "Misses", False),
    ]
    for query in asked:
        assert query["metric"]["dimensions"] == {"DBInstanceIdentifier": "platform-1"}
        assert (query["metric"]["period"], query["metric"]["stat"]) == (60, "Sum")
    assert inputs["comparisonOperator"] == "GreaterThanOrEqualToThreshold"
