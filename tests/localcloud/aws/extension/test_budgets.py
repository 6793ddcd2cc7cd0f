"""Budgets keep their notifications and who is told."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

ACCOUNT = "123456789012"
NAMED = {"AccountId": ACCOUNT, "BudgetName": "monthly"}
NOTICE: dict[str, Any] = {
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 80.0,
    "ThresholdType": "PERCENTAGE",
}
OWNER = {"SubscriptionType": "EMAIL", "Address": "owner@softfactory.example"}


def _budget(amount: str) -> dict[str, Any]:
    return {
        "BudgetName": "monthly",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": amount, "Unit": "USD"},
    }


@pytest.fixture
def budgets(aws: Client) -> Any:
    client = aws("budgets")
    client.create_budget(
        AccountId=ACCOUNT,
        Budget=_budget("200"),
        NotificationsWithSubscribers=[{"Notification": NOTICE, "Subscribers": [OWNER]}],
        ResourceTags=[{"Key": "owner", "Value": "platform"}],
    )
    return client


def test_an_update_changes_the_budget_and_keeps_its_notifications(budgets: Any) -> None:
    start = budgets.describe_budget(**NAMED)["Budget"]["TimePeriod"]["Start"]
    budgets.update_budget(AccountId=ACCOUNT, NewBudget=_budget("500"))
    budget = budgets.describe_budget(**NAMED)["Budget"]
    assert (budget["BudgetLimit"]["Amount"], budget["TimePeriod"]["Start"]) == ("500", start)
    subscribers = budgets.describe_subscribers_for_notification(**NAMED, Notification=NOTICE)["Subscribers"]
    assert subscribers == [OWNER]


def test_a_notification_is_there_once(budgets: Any) -> None:
    with pytest.raises(ClientError, match="DuplicateRecord"):
        budgets.create_notification(**NAMED, Notification=NOTICE, Subscribers=[OWNER])
    with pytest.raises(ClientError, match="NotFound"):
        budgets.describe_subscribers_for_notification(**NAMED, Notification={**NOTICE, "Threshold": 99.0})


def test_tags_are_kept_and_go_with_the_budget(budgets: Any) -> None:
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/monthly"
    budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "phase", "Value": "1"}])
    budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["owner"])
    tags = budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"]
    assert tags == [{"Key": "phase", "Value": "1"}]
    budgets.delete_budget(**NAMED)
    assert not budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"]


def test_there_are_no_notifications_of_a_budget_that_is_not_there(aws: Client) -> None:
    with pytest.raises(ClientError, match="NotFound"):
        aws("budgets").describe_notifications_for_budget(**NAMED)
