"""Budgets as moto lacks it: updates, the subscribers of notifications, tags."""

from typing import Any

from moto.budgets.exceptions import DuplicateRecordException, NotFoundException
from moto.budgets.models import Budget, BudgetsBackend, Notification, budgets_backends
from moto.budgets.responses import BudgetsResponse
from moto.core.responses import ActionResult, EmptyResult

from localcloud.aws.extension.backends import replace_backend


class Budgets(BudgetsBackend):
    @property
    def tags(self) -> dict[str, dict[str, str]]:
        """Tags by ARN; state of an earlier version has none."""
        tags: dict[str, dict[str, str]] = vars(self).setdefault("_tags", {})
        return tags

    def budget(self, account_id: str, name: str) -> Budget:
        self.describe_budget(account_id, name)  # raises where there is none
        return self.budgets[account_id][name]

    def describe_notifications_for_budget(self, account_id: str, budget_name: str) -> Any:
        self.budget(account_id, budget_name)
        return super().describe_notifications_for_budget(account_id, budget_name)

    def create_notification(
        self, account_id: str, budget_name: str, notification: dict[str, Any], subscribers: Any
    ) -> None:
        """Moto takes the same notification twice."""
        if notification in self.budget(account_id, budget_name).get_notifications():
            raise DuplicateRecordException("notification", budget_name)
        super().create_notification(account_id, budget_name, notification, subscribers)

    def notification(self, account_id: str, budget_name: str, details: dict[str, Any]) -> Notification:
        for notification in self.budget(account_id, budget_name).notifications:
            if notification.details == details:
                return notification
        raise NotFoundException("Unable to find the notification of the budget - it doesn't exist.")

    def delete_budget(self, account_id: str, budget_name: str) -> None:
        super().delete_budget(account_id, budget_name)
        self.tags.pop(arn(account_id, budget_name), None)


def arn(account_id: str, name: str) -> str:
    return f"arn:aws:budgets::{account_id}:budget/{name}"


def _backend(self: BudgetsResponse) -> Budgets:
    backend = self.backend
    assert isinstance(backend, Budgets)
    return backend


_create = BudgetsResponse.create_budget


def create_budget(self: BudgetsResponse) -> str:
    answer = _create(self)
    tags = {tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags") or []}
    name = self._get_param("Budget")["BudgetName"]
    _backend(self).tags[arn(self._get_param("AccountId"), name)] = tags
    return answer


def update_budget(self: BudgetsResponse) -> EmptyResult:
    new = self._get_param("NewBudget")
    budget = _backend(self).budget(self._get_param("AccountId"), new["BudgetName"])
    budget.budget = Budget({"TimePeriod": budget.budget["TimePeriod"], **new}, []).budget
    return EmptyResult()


def describe_subscribers_for_notification(self: BudgetsResponse) -> ActionResult:
    place = self._get_param("AccountId"), self._get_param("BudgetName")
    notification = _backend(self).notification(*place, self._get_param("Notification"))
    return ActionResult({"Subscribers": notification.subscribers})


def tag_resource(self: BudgetsResponse) -> EmptyResult:
    tags = {tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags")}
    _backend(self).tags.setdefault(self._get_param("ResourceARN"), {}).update(tags)
    return EmptyResult()


def untag_resource(self: BudgetsResponse) -> EmptyResult:
    for key in self._get_param("ResourceTagKeys"):
        _backend(self).tags.get(self._get_param("ResourceARN"), {}).pop(key, None)
    return EmptyResult()


def list_tags_for_resource(self: BudgetsResponse) -> ActionResult:
    tags = _backend(self).tags.get(self._get_param("ResourceARN"), {})
    return ActionResult({"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]})


def extend() -> None:
    replace_backend(budgets_backends, Budgets)
    for method in (
        create_budget,
        update_budget,
        describe_subscribers_for_notification,
        tag_resource,
        untag_resource,
        list_tags_for_resource,
    ):
        setattr(BudgetsResponse, method.__name__, method)
