"""Bindings of AWS Budgets."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import BUDGETS

_ACCOUNT = "accountId || _account"
_BUDGET = {"AccountId": _ACCOUNT, "BudgetName": "name"}
_NOTIFICATION = (
    "{NotificationType: %snotificationType, ComparisonOperator: %scomparisonOperator, "
    "Threshold: %sthreshold, ThresholdType: %sthresholdType}"
)
_SUBSCRIBERS = (
    "[%ssubscriberEmailAddresses[].{SubscriptionType: 'EMAIL', Address: @}, "
    "%ssubscriberSnsTopicArns[].{SubscriptionType: 'SNS', Address: @}][]"
)


def _of(expression: str, item: str = "") -> str:
    return expression.replace("%s", item)


def _setting(path: str, **further: object) -> Property:
    return Property(api=f"Budget.{path}", read=path, **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


def _moment(**further: object) -> Property:
    """A time as the official provider spells it: 2026-01-31_00:00, in UTC."""
    return Property(write="join('', [replace(@, '_', 'T'), ':00Z'])", read=None, **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


def _notifications(operation: str, each: str, **arguments: str) -> Call:
    return Call(
        operation=operation,
        each=each,
        arguments={**_BUDGET, "Notification": _of(_NOTIFICATION, "_item."), **arguments},
        when=frozenset({"notifications"}),
        on=frozenset({"update"}),
    )


BUDGET = Binding(
    type="aws:budgets/budget:Budget",
    service="budgets",
    region="us-east-1",
    create="CreateBudget",
    create_with={"AccountId": _ACCOUNT},
    update="UpdateBudget",
    update_names={"Budget": "NewBudget"},
    update_whole=True,
    read="DescribeBudget",
    delete="DeleteBudget",
    id=f"join(':', [{_ACCOUNT}, name])",
    parts=("accountId", "name"),
    key={"AccountId": _ACCOUNT},
    read_key=_BUDGET,
    delete_key=_BUDGET,
    result="Budget",
    gone=frozenset({"NotFoundException"}),
    name="name",
    name_limit=100,
    properties={
        "name": _setting("BudgetName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "accountId": Property(api=None, read=None, replaces=True),
        "budgetType": _setting("BudgetType", required=True),
        "timeUnit": _setting("TimeUnit", required=True),
        "limitAmount": _setting("BudgetLimit.Amount", number=True),
        "limitUnit": _setting("BudgetLimit.Unit"),
        "timePeriodStart": _moment(api="Budget.TimePeriod.Start"),
        "timePeriodEnd": _moment(api="Budget.TimePeriod.End", default="2087-06-15_00:00"),
        "costTypes": _setting("CostTypes"),
        "autoAdjustData": _setting("AutoAdjustData"),
        "billingViewArn": _setting("BillingViewArn"),
        "filterExpression": _setting("FilterExpression", rename={"ands": "And", "ors": "Or"}),
        "costFilters": Property(
            api="Budget.CostFilters",
            write="pairs(@, 'name', 'values')",
            read="items_as(CostFilters, 'name', 'values')",
            unordered=True,
        ),
        "notifications": Property(
            api="NotificationsWithSubscribers",
            write=f"[].{{Notification: {_of(_NOTIFICATION)}, Subscribers: {_of(_SUBSCRIBERS)}}}",
            read="notifications[].{notificationType: of.NotificationType, "
            "comparisonOperator: of.ComparisonOperator, threshold: of.Threshold, "
            "thresholdType: of.ThresholdType, "
            "subscriberEmailAddresses: to[?SubscriptionType == 'EMAIL'].Address, "
            "subscriberSnsTopicArns: to[?SubscriptionType == 'SNS'].Address}",
            unordered=True,
        ),
    },
    calls=(
        _notifications("DeleteNotification", "except(_old.notifications, notifications)"),
        _notifications(
            "CreateNotification",
            "except(notifications, _old.notifications)",
            Subscribers=_of(_SUBSCRIBERS, "_item."),
        ),
    ),
    fetches=(
        Fetch(
            operation="DescribeNotificationsForBudget",
            arguments=_BUDGET,
            result="Notifications",
            into="sent",
            absent=frozenset({"NotFoundException"}),
        ),
        Fetch(
            operation="DescribeSubscribersForNotification",
            each="_live.sent",
            arguments={**_BUDGET, "Notification": "_item"},
            result="{of: _item, to: Subscribers}",
            into="notifications",
        ),
    ),
    outputs={"arn": "join('', ['arn:aws:budgets::', _account, ':budget/', BudgetName])"},
    tagging=BUDGETS,
)

BINDINGS = (BUDGET,)
