"""Parameters: which take effect at once, which wait for a reboot, and what is listed."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.rds.conftest import Databases

STATIC = {"ParameterName": "rds.logical_replication", "ParameterValue": "1", "ApplyMethod": "pending-reboot"}
DYNAMIC = {"ParameterName": "work_mem", "ParameterValue": "8192", "ApplyMethod": "immediate"}


def _status(databases: Databases) -> tuple[str, str]:
    (group,) = databases["platform"]["DBParameterGroups"]
    return group["DBParameterGroupName"], group["ParameterApplyStatus"]


def _set(databases: Databases, *parameters: dict[str, str], group: str = "platform") -> None:
    databases.rds.modify_db_parameter_group(DBParameterGroupName=group, Parameters=list(parameters))


def test_static_parameters_wait_for_a_reboot_and_dynamic_ones_do_not(databases: Databases) -> None:
    databases.create()
    assert _status(databases) == ("platform", "in-sync")
    _set(databases, DYNAMIC)
    assert _status(databases) == ("platform", "in-sync")
    _set(databases, STATIC)
    assert _status(databases) == ("platform", "pending-reboot")
    databases.rds.reboot_db_instance(DBInstanceIdentifier="platform")
    assert _status(databases) == ("platform", "in-sync")


def test_another_class_is_a_restart(databases: Databases) -> None:
    databases.create()
    _set(databases, STATIC)
    databases.modify(DBInstanceClass="db.t3.large")
    assert _status(databases) == ("platform", "pending-reboot")
    databases.modify(ApplyImmediately=True)
    assert _status(databases) == ("platform", "in-sync")


def test_a_dynamic_parameter_may_be_told_to_wait(databases: Databases) -> None:
    databases.create()
    _set(databases, {**DYNAMIC, "ApplyMethod": "pending-reboot"})
    assert _status(databases) == ("platform", "pending-reboot")


def test_another_group_waits_for_a_reboot(databases: Databases) -> None:
    databases.create()
    databases.rds.create_db_parameter_group(
        DBParameterGroupName="other", DBParameterGroupFamily="postgres15", Description="d"
    )
    databases.modify(DBParameterGroupName="other", ApplyImmediately=True)
    assert _status(databases) == ("other", "pending-reboot")
    databases.rds.reboot_db_instance(DBInstanceIdentifier="platform")
    assert _status(databases) == ("other", "in-sync")


def test_instances_of_one_group_wait_each_for_its_own_reboot(databases: Databases) -> None:
    databases.create()
    databases.create(DBInstanceIdentifier="second")
    _set(databases, STATIC)
    databases.rds.reboot_db_instance(DBInstanceIdentifier="second")
    assert databases["second"]["DBParameterGroups"][0]["ParameterApplyStatus"] == "in-sync"
    assert _status(databases) == ("platform", "pending-reboot")


def test_what_is_in_the_group_at_creation_is_in_effect(databases: Databases) -> None:
    _set(databases, STATIC)
    databases.create()
    assert _status(databases) == ("platform", "in-sync")


def test_a_static_parameter_cannot_be_applied_at_once(databases: Databases) -> None:
    with pytest.raises(ClientError, match="cannot use immediate apply method for static parameter"):
        _set(databases, {**STATIC, "ApplyMethod": "immediate"})


def test_lists_the_users_parameters_apart_from_the_engines(databases: Databases) -> None:
    _set(databases, STATIC, DYNAMIC)
    users = _parameters(databases, Source="user")
    assert {name: item["ParameterValue"] for name, item in users.items()} == {
        "rds.logical_replication": "1",
        "work_mem": "8192",
    }
    assert users["rds.logical_replication"]["ApplyType"] == "static"
    assert users["work_mem"]["ApplyMethod"] == "immediate"
    defaults = _parameters(databases, Source="engine-default")
    assert defaults["rds.force_ssl"]["ParameterValue"] == "1"
    assert not users.keys() & defaults.keys()
    assert _parameters(databases).keys() == users.keys() | defaults.keys()


def test_reset_gives_the_engines_defaults_again(databases: Databases) -> None:
    databases.create()
    _set(databases, STATIC, DYNAMIC)
    databases.rds.reboot_db_instance(DBInstanceIdentifier="platform")
    reset = databases.rds.reset_db_parameter_group
    reset(
        DBParameterGroupName="platform",
        Parameters=[{"ParameterName": "work_mem", "ApplyMethod": "immediate"}],
    )
    assert _parameters(databases, Source="user").keys() == {"rds.logical_replication"}
    assert _status(databases) == ("platform", "in-sync")
    reset(DBParameterGroupName="platform", ResetAllParameters=True)
    assert _parameters(databases, Source="user") == {}
    assert _status(databases) == ("platform", "pending-reboot")
    with pytest.raises(ClientError, match="DBParameterGroupNotFound"):
        reset(DBParameterGroupName="none", ResetAllParameters=True)


def test_a_group_in_use_is_not_deleted(databases: Databases) -> None:
    databases.create()
    with pytest.raises(ClientError, match=r"InvalidDBParameterGroupState.*still members"):
        databases.rds.delete_db_parameter_group(DBParameterGroupName="platform")


def _parameters(databases: Databases, **source: Any) -> dict[str, Any]:
    pages = databases.rds.get_paginator("describe_db_parameters").paginate(
        DBParameterGroupName="platform", **source
    )
    return {item["ParameterName"]: item for page in pages for item in page["Parameters"]}
