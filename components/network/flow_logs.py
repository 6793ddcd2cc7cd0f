"""FlowLogs: who spoke with whom in the VPC, kept for some time."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.trust_policy import assumed_by


@dataclass(frozen=True, kw_only=True)
class FlowLogsArgs:
    """All traffic of the VPC, in CloudWatch Logs, under the key."""

    account_id: str
    vpc_id: pulumi.Input[str]
    retention_days: int
    kms_key_arn: pulumi.Input[str]


class FlowLogs(pulumi.ComponentResource):
    """Collected every ten minutes, which costs least. `log_group` is where they are."""

    log_group: pulumi.Output[str]

    def __init__(self, name: str, args: FlowLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:network:FlowLogs", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        logs = aws.cloudwatch.LogGroup(
            name, retention_in_days=args.retention_days, kms_key_id=args.kms_key_arn, opts=child
        )
        role = aws.iam.Role(
            name,
            description="Flow logs: write to their log group",
            assume_role_policy=assumed_by("vpc-flow-logs.amazonaws.com", args.account_id),
            opts=child,
        )
        # The group is there already, so there is no right to make one.
        actions = ("CreateLogStream", "PutLogEvents", "DescribeLogGroups", "DescribeLogStreams")
        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": [f"logs:{action}" for action in actions],
                            "Resource": logs.arn.apply(lambda arn: f"{arn}:*"),
                        }
                    ],
                }
            ),
            opts=child,
        )
        aws.ec2.FlowLog(
            name,
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=logs.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=600,
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

        self.log_group = logs.name
        self.register_outputs({"log_group": self.log_group})
