"""DB parameter groups: which parameters take effect at once, and which wait for a reboot."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from moto.core.responses import ActionResult
from moto.rds.models import DBParameterGroup, RDSBackend

from localcloud.aws.extension.rds import errors
from localcloud.aws.extension.rds.instance import RdsInstance
from localcloud.aws.extension.rds.parameters import PARAMETERS, Parameter

if TYPE_CHECKING:
    _Backend = RDSBackend
else:
    _Backend = object


class ParameterGroupOperations(_Backend):
    def modify_db_parameter_group(
        self, db_parameter_group_name: str, db_parameter_group_parameters: Iterable[dict[str, Any]]
    ) -> DBParameterGroup:
        changes = [dict(change) for change in db_parameter_group_parameters]
        for change in changes:
            _check_method(change)
        group = super().modify_db_parameter_group(db_parameter_group_name, changes)
        self._take_effect(group, changes)
        return group

    def reset_db_parameter_group(
        self, name: str, reset_all: bool, parameters: Iterable[dict[str, Any]]
    ) -> DBParameterGroup:
        """Gives parameters their engine's defaults again: all of them, or those that are named."""
        if name not in self.db_parameter_groups:
            raise errors.fault("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
        group = self.db_parameter_groups[name]
        changes = [dict(parameter) for parameter in parameters]
        if reset_all:
            changes = [{"ParameterName": key, "ApplyMethod": "pending-reboot"} for key in group.parameters]
        for change in changes:
            _check_method(change)
            group.parameters.pop(change["ParameterName"], None)
        self._take_effect(group, changes)
        return group

    def _take_effect(self, group: DBParameterGroup, changes: list[dict[str, Any]]) -> None:
        """What is applied at once needs no reboot of the instances that use the group."""
        for instance in self.databases.values():
            if not isinstance(instance, RdsInstance) or instance.booted[0] != group.name:
                continue
            values = instance.booted[1]
            for change in changes:
                name = change["ParameterName"]
                if change.get("ApplyMethod") != "immediate":
                    continue
                if name in group.parameters:
                    values[name] = str(group.parameters[name].get("ParameterValue"))
                else:
                    values.pop(name, None)


def described(group: DBParameterGroup, source: str | None) -> list[dict[str, Any]]:
    """The parameters of a group as DescribeDBParameters shows them, those of one source or all."""
    shown = []
    for name in sorted({*PARAMETERS, *group.parameters}):
        users = group.parameters.get(name)
        known = PARAMETERS.get(name, Parameter())
        origin = "user" if users else "engine-default"
        if source in (None, origin):
            value = users.get("ParameterValue") if users else known.default
            shown.append(
                {
                    "ParameterName": name,
                    **({"ParameterValue": value} if value is not None else {}),
                    "Source": origin,
                    "ApplyType": known.apply_type,
                    "DataType": known.data_type,
                    "IsModifiable": True,
                    "ApplyMethod": (users or {}).get("ApplyMethod", "pending-reboot"),
                }
            )
    return shown


def _check_method(change: dict[str, Any]) -> None:
    known = PARAMETERS.get(change["ParameterName"])
    if known is not None and known.apply_type == "static" and change.get("ApplyMethod") == "immediate":
        raise errors.invalid_combination("cannot use immediate apply method for static parameter")


def _describe_db_parameters(self: Any) -> ActionResult:
    name = self.params["DBParameterGroupName"]
    groups = self.backend.describe_db_parameter_groups({"db_parameter_group_name": name})
    if not groups:
        raise errors.fault("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
    return ActionResult({"Parameters": described(groups[0], self.params.get("Source"))})


def _reset_db_parameter_group(self: Any) -> ActionResult:
    parameters = [parameter.original_dict() for parameter in self.params.get("Parameters", [])]
    name = self.params["DBParameterGroupName"]
    self.backend.reset_db_parameter_group(name, bool(self.params.get("ResetAllParameters")), parameters)
    return ActionResult({"DBParameterGroupName": name})


RESPONSES = {
    "describe_db_parameters": _describe_db_parameters,
    "reset_db_parameter_group": _reset_db_parameter_group,
}
