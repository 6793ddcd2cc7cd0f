from components.operations.budget import Budget, BudgetArgs
from tests.recording import record

BUDGET = "aws:budgets/budget:Budget"


def test_it_is_the_account_s_cost_of_a_month_with_three_notices(preview: bool) -> None:
    args = BudgetArgs(monthly_usd=500, topic_arn="arn:topic")
    recording = record(lambda: Budget("softfactory", args), preview=preview)
    assert recording.children("softfactory:operations:Budget", "softfactory") == {(BUDGET, "softfactory")}
    inputs = recording.one(BUDGET, "softfactory").inputs
    assert (inputs["budgetType"], inputs["timeUnit"]) == ("COST", "MONTHLY")
    assert (inputs["limitAmount"], inputs["limitUnit"]) == ("500", "USD")
    assert {(item["threshold"], item["notificationType"]) for item in inputs["notifications"]} == {
        (80, "ACTUAL"),
        (100, "ACTUAL"),
        (100, "FORECASTED"),
    }
    for item in inputs["notifications"]:
        assert (item["comparisonOperator"], item["thresholdType"]) == ("GREATER_THAN", "PERCENTAGE")
        assert item["subscriberSnsTopicArns"] == ["arn:topic"]
