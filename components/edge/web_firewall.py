"""WebFirewall: AWS's managed rules and a rate limit in front of the distribution, with a log."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

# The firewall of a distribution is made here, wherever the rest is.
REGION = "us-east-1"
# Cheapest and surest first. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
)
# They hold the keys to a user's account.
REDACTED = ("authorization", "cookie")


@dataclass(frozen=True, kw_only=True)
class WebFirewallArgs:
    """`requests_per_ip` within five minutes are let through; the log goes into a bucket that WAF may use."""

    requests_per_ip: int
    log_bucket_arn: pulumi.Input[str]


class WebFirewall(pulumi.ComponentResource):
    """`arn` is known once it logs."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: WebFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:WebFirewall", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        rate: aws.wafv2.WebAclRuleArgsDict = {
            "name": "rate-per-ip",
            "priority": 0,
            "action": {"block": {}},
            "statement": {
                "rate_based_statement": {
                    "limit": args.requests_per_ip,
                    "aggregate_key_type": "IP",
                    "evaluation_window_sec": 300,
                }
            },
            "visibility_config": _visibility("rate-per-ip"),
        }
        managed: list[aws.wafv2.WebAclRuleArgsDict] = [
            {
                "name": group,
                "priority": priority,
                "override_action": {"none": {}},
                "statement": {"managed_rule_group_statement": {"vendor_name": "AWS", "name": group}},
                "visibility_config": _visibility(group),
            }
            for priority, group in enumerate(MANAGED, start=1)
        ]
        acl = aws.wafv2.WebAcl(
            name,
            scope="CLOUDFRONT",
            description="In front of the distribution",
            default_action={"allow": {}},
            rules=[rate, *managed],
            visibility_config=_visibility(name),
            region=REGION,
            tags={"Name": name},
            opts=child,
        )
        logging = aws.wafv2.WebAclLoggingConfiguration(
            name,
            resource_arn=acl.arn,
            log_destination_configs=[args.log_bucket_arn],
            redacted_fields=[{"single_header": {"name": header}} for header in REDACTED],
            region=REGION,
            opts=child,
        )

        self.arn = pulumi.Output.all(acl.arn, logging.id).apply(lambda parts: str(parts[0]))
        self.register_outputs({"arn": self.arn})


def _visibility(metric: str) -> aws.wafv2.WebAclVisibilityConfigArgsDict:
    return {
        "metric_name": metric,
        "cloudwatch_metrics_enabled": True,
        # Samples would show in the console what the log leaves out.
        "sampled_requests_enabled": False,
    }
