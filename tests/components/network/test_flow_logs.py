import json

from components.network.flow_logs import FlowLogs, FlowLogsArgs
from tests.recording import Recording, record


def flows(preview: bool = False) -> Recording:
    args = FlowLogsArgs(account_id="123456789012", vpc_id="vpc", retention_days=7, kms_key_arn="arn:key")
    return record(lambda: FlowLogs("flows", args), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert flows(preview).children("softfactory:network:FlowLogs", "flows") == {
        ("aws:cloudwatch/logGroup:LogGroup", "flows"),
        ("aws:iam/role:Role", "flows"),
        ("aws:iam/rolePolicy:RolePolicy", "flows"),
        ("aws:ec2/flowLog:FlowLog", "flows"),
    }


def test_all_traffic_is_kept_encrypted_for_as_long_as_the_phase_says() -> None:
    recording = flows()
    logs = recording.one("aws:cloudwatch/logGroup:LogGroup", "flows").inputs
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (7, "arn:key")
    flow = recording.one("aws:ec2/flowLog:FlowLog", "flows").inputs
    assert (flow["vpcId"], flow["trafficType"]) == ("vpc", "ALL")
    assert flow["logDestination"] == "arn:aws:mock:us-east-1:123456789012:LogGroup/flows"


def test_the_role_writes_to_that_group_only() -> None:
    recording = flows()
    (statement,) = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", "flows").inputs["policy"])[
        "Statement"
    ]
    assert statement["Resource"] == "arn:aws:mock:us-east-1:123456789012:LogGroup/flows:*"
    assert "logs:CreateLogGroup" not in statement["Action"]
    trust = recording.one("aws:iam/role:Role", "flows").inputs["assumeRolePolicy"]
    assert "vpc-flow-logs.amazonaws.com" in trust
    assert '"aws:SourceAccount": "123456789012"' in trust
