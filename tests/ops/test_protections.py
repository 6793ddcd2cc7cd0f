import boto3
import pytest
from botocore.model import StructureShape

from ops.protections import FLAGS, Flag, Store, remains, stores


@pytest.mark.parametrize(("type", "flag"), FLAGS.items())
def test_every_call_is_one_that_aws_knows_with_these_parameters(type: str, flag: Flag) -> None:
    model = boto3.client(flag.service, region_name="us-east-1").meta  # type: ignore[call-overload]  # a service by name
    operation = model.service_model.operation_model(model.method_to_api_mapping[flag.operation])
    shape = operation.input_shape
    assert isinstance(shape, StructureShape)
    assert {flag.parameter, *flag.clear} <= set(shape.members)
    assert set(shape.required_members) <= {flag.parameter, *flag.clear}


def instance(**more: object) -> dict[str, object]:
    return {
        "urn": "urn:pulumi:phase1::p::x$aws:rds/instance:Instance::platform",
        "type": "aws:rds/instance:Instance",
        "custom": True,
        "id": "platform-1",
        "outputs": {"identifier": "platform-1", "deletionProtection": False},
        **more,
    }


def test_what_is_protected_on_aws_or_in_pulumi_is_a_store() -> None:
    aws = instance(outputs={"identifier": "platform-1", "deletionProtection": True})
    flag = FLAGS["aws:rds/instance:Instance"]
    type, urn = "aws:rds/instance:Instance", str(aws["urn"])
    assert list(stores([aws])) == [Store(urn, type, "platform", "platform-1", False, flag, "platform-1")]
    assert list(stores([instance(protect=True)])) == [Store(urn, type, "platform", "platform-1", True)]


def test_what_is_not_protected_is_none() -> None:
    component = {"urn": "u::c", "type": "softfactory:data:X", "protect": True}
    assert list(stores([instance(), component])) == []


def test_a_final_snapshot_and_windows_of_regret_remain() -> None:
    kept = instance(inputs={"finalSnapshotIdentifier": "platform-final"})
    skipped = instance(inputs={"finalSnapshotIdentifier": "platform-final", "skipFinalSnapshot": True})
    secret = {
        "urn": "u::s",
        "type": "aws:secretsmanager/secret:Secret",
        "inputs": {"recoveryWindowInDays": 30},
    }
    gone = {"urn": "u::g", "type": "aws:secretsmanager/secret:Secret", "inputs": {"recoveryWindowInDays": 0}}
    assert list(remains([kept, skipped, secret, gone])) == [
        "final snapshot platform-final of platform, until somebody deletes it",
        "for 30 days secret s, which can be restored",
    ]
