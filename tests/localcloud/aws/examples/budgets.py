"""Examples of budgets."""

from tests.localcloud.aws.examples.example import Example


def _notice(threshold: int, kind: str = "ACTUAL") -> dict[str, object]:
    return {
        "comparisonOperator": "GREATER_THAN",
        "notificationType": kind,
        "threshold": threshold,
        "thresholdType": "PERCENTAGE",
        "subscriberEmailAddresses": ["owner@softfactory.example"],
        "subscriberSnsTopicArns": ["arn:aws:sns:us-east-1:123456789012:alarms"],
    }


EXAMPLES: dict[str, Example] = {
    "aws:budgets/budget:Budget": Example(
        inputs=lambda w: {
            "budgetType": "COST",
            "timeUnit": "MONTHLY",
            "limitAmount": "200",
            "limitUnit": "USD",
            "timePeriodStart": "2026-11-01_00:00",
            "costFilters": [{"name": "TagKeyValue", "values": ["user:project$softfactory"]}],
            "notifications": [_notice(80), _notice(100)],
        },
        change={"limitAmount": "500.0", "notifications": [_notice(80), _notice(100, "FORECASTED")]},
        replaces={"name": "other"},
    )
}
