"""Examples of alarms and dashboards."""

import json

from tests.localcloud.aws.examples.example import Example


def _dashboard(title: str) -> str:
    return json.dumps({"widgets": [{"type": "text", "properties": {"markdown": title}}]})


def _metric(name: str) -> dict[str, object]:
    return {
        "metricName": name,
        "namespace": "AWS/ElastiCache",
        "dimensions": {"CacheClusterId": "cache-001"},
        "period": 300,
        "stat": "Sum",
    }


EXAMPLES: dict[str, Example] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": Example(
        inputs=lambda w: {
            "alarmDescription": "hit rate",
            "comparisonOperator": "LessThanThreshold",
            "evaluationPeriods": 3,
            "threshold": 50,
            "alarmActions": [w.example("aws:sns/topic:Topic").id],
            "metricQueries": [
                {"id": "rate", "expression": "100*hits/(hits+misses)", "label": "rate", "returnData": True},
                {"id": "hits", "metric": _metric("CacheHits")},
                {"id": "misses", "metric": _metric("CacheMisses")},
            ],
        },
        change={
            "metricQueries": None,
            "namespace": "AWS/RDS",
            "metricName": "CPUUtilization",
            "statistic": "Average",
            "period": 60,
            "dimensions": {"DBInstanceIdentifier": "platform"},
            "threshold": 0.8,
            "treatMissingData": "breaching",
        },
        replaces={"name": "other"},
    ),
    "aws:cloudwatch/dashboard:Dashboard": Example(
        inputs=lambda w: {"dashboardName": "softfactory", "dashboardBody": _dashboard("phase")},
        change={"dashboardBody": _dashboard("platform")},
        replaces={"dashboardName": "other"},
    ),
}
