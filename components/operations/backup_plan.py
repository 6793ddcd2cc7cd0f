"""BackupPlan: copies of the stores in a vault of their own, beside what each store keeps of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.trust_policy import assumed_by

# UTC. It may begin an hour later, and RDS wants the hour before its own backups and maintenance free.
SCHEDULE = "cron(0 4 ? * SUN *)"
START_WITHIN_MINUTES = 60
END_WITHIN_MINUTES = 480
ROLE_POLICIES = ("AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores")


@dataclass(frozen=True, kw_only=True)
class BackupPlanArgs:
    """`resource_arns` are the stores by name; the copies are kept for `keep_days`."""

    keep_days: int
    resource_arns: Mapping[str, pulumi.Input[str]]
    kms_key_arn: pulumi.Input[str]
    protected: bool


class BackupPlan(pulumi.ComponentResource):
    """Once a week, encrypted with our key; a protected vault with copies in it is not deleted."""

    vault_name: pulumi.Output[str]

    def __init__(self, name: str, args: BackupPlanArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:operations:BackupPlan", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        vault = aws.backup.Vault(
            name,
            kms_key_arn=args.kms_key_arn,
            force_destroy=not args.protected,
            tags={"Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected or None),
        )
        plan = aws.backup.Plan(
            name,
            rules=[
                {
                    "rule_name": "weekly",
                    "target_vault_name": vault.name,
                    "schedule": SCHEDULE,
                    "schedule_expression_timezone": "Etc/UTC",
                    "start_window": START_WITHIN_MINUTES,
                    "completion_window": END_WITHIN_MINUTES,
                    "lifecycle": {"delete_after": args.keep_days},
                }
            ],
            opts=child,
        )
        role, rights = _role(name, child)
        aws.backup.Selection(
            name,
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=[args.resource_arns[store] for store in sorted(args.resource_arns)],
            opts=pulumi.ResourceOptions(parent=self, depends_on=rights),
        )

        self.vault_name = vault.name
        self.register_outputs({"vault_name": self.vault_name})


def _role(name: str, child: pulumi.ResourceOptions) -> tuple[aws.iam.Role, Sequence[pulumi.Resource]]:
    role = aws.iam.Role(
        name,
        description="AWS Backup: copies of the stores, and stores from copies",
        assume_role_policy=assumed_by("backup.amazonaws.com"),
        opts=child,
    )
    rights = [
        aws.iam.RolePolicyAttachment(
            f"{name}-{policy}",
            role=role.name,
            policy_arn=f"arn:aws:iam::aws:policy/service-role/{policy}",
            opts=child,
        )
        for policy in ROLE_POLICIES
    ]
    return role, rights
