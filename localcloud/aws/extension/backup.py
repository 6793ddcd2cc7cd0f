"""AWS Backup as moto lacks it: new versions of plans, and selections of what they back up."""

import json
from typing import Any

from moto.backup.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan, backup_backends
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.backends import replace_backend

Selections = dict[str, dict[str, Any]]


class Backup(BackupBackend):
    def create_backup_plan(self, backup_plan: dict[str, Any], *args: Any, **kwargs: Any) -> Plan:
        """Moto takes the name of a deleted plan for one in use."""
        deleted = {id: plan for id, plan in self.plans.items() if plan.deletion_date is not None}
        for id in deleted:
            del self.plans[id]
        try:
            return super().create_backup_plan(backup_plan, *args, **kwargs)
        finally:
            self.plans.update(deleted)

    def update_backup_plan(self, id: str, document: dict[str, Any]) -> Plan:
        plan = self.living_plan(id)
        version = Plan(document, plan.creator_request_id, self)
        plan.backup_plan, plan.version_id = version.backup_plan, version.version_id
        plan.advanced_backup_settings = version.advanced_backup_settings
        return plan

    def delete_backup_plan(self, backup_plan_id: str) -> tuple[str, str, float, str]:
        if selections(self.living_plan(backup_plan_id)):
            raise InvalidRequestException(
                msg="Related backup plan selections must be deleted prior to backup plan deletion"
            )
        return super().delete_backup_plan(backup_plan_id)

    def living_plan(self, id: str) -> Plan:
        plan = self.get_backup_plan(id, None)
        if plan.deletion_date is not None:
            raise ResourceNotFoundException(msg="Failed reading Backup plan with provided version")
        return plan


def selections(plan: Plan) -> Selections:
    """What a plan backs up, by selection id; state of an earlier version has none."""
    kept: Selections = vars(plan).setdefault("selections", {})
    return kept


def _backend(self: BackupResponse) -> Backup:
    backend = self.backup_backend
    assert isinstance(backend, Backup)
    return backend


def _named(self: BackupResponse) -> tuple[str, str]:
    """The plan and the selection that the path names: /backup/plans/{plan}/selections/{selection}."""
    plan, _, selection = self.path.partition("/plans/")[2].partition("/selections/")
    return plan.strip("/"), selection.strip("/")


def update_backup_plan(self: BackupResponse) -> ActionResult:
    plan = _backend(self).update_backup_plan(_named(self)[0], json.loads(self.body)["BackupPlan"])
    return ActionResult(plan.to_dict())


def create_backup_selection(self: BackupResponse) -> ActionResult:
    plan = _backend(self).living_plan(_named(self)[0])
    id, created = str(mock_random.uuid4()), unix_time()
    selection = json.loads(self.body)["BackupSelection"]
    selections(plan)[id] = {"BackupSelection": selection, "CreationDate": created}
    return ActionResult({"SelectionId": id, "BackupPlanId": plan.backup_plan_id, "CreationDate": created})


def get_backup_selection(self: BackupResponse) -> ActionResult:
    plan, id = _backend(self).living_plan(_named(self)[0]), _named(self)[1]
    if id not in selections(plan):
        raise ResourceNotFoundException(msg=f"Backup selection {id} was not found")
    return ActionResult({"BackupPlanId": plan.backup_plan_id, "SelectionId": id, **selections(plan)[id]})


def delete_backup_selection(self: BackupResponse) -> EmptyResult:
    selections(_backend(self).living_plan(_named(self)[0])).pop(_named(self)[1], None)
    return EmptyResult()


def list_backup_selections(self: BackupResponse) -> ActionResult:
    plan = _backend(self).living_plan(_named(self)[0])
    listed = [
        {
            "SelectionId": id,
            "SelectionName": kept["BackupSelection"]["SelectionName"],
            "IamRoleArn": kept["BackupSelection"]["IamRoleArn"],
            "BackupPlanId": plan.backup_plan_id,
            "CreationDate": kept["CreationDate"],
        }
        for id, kept in selections(plan).items()
    ]
    return ActionResult({"BackupSelectionsList": listed})


def extend() -> None:
    replace_backend(backup_backends, Backup)
    for method in (
        update_backup_plan,
        create_backup_selection,
        get_backup_selection,
        delete_backup_selection,
        list_backup_selections,
    ):
        setattr(BackupResponse, method.__name__, method)
