"""Examples of web ACLs."""

from tests.localcloud.aws.examples.example import Example, Inputs

ACL = "aws:wafv2/webAcl:WebAcl"


def visibility(name: str) -> Inputs:
    return {"cloudwatchMetricsEnabled": True, "metricName": name, "sampledRequestsEnabled": True}


def _managed(name: str, priority: int) -> Inputs:
    return {
        "name": name,
        "priority": priority,
        "overrideAction": {"none": {}},
        "statement": {
            "managedRuleGroupStatement": {
                "vendorName": "AWS",
                "name": name,
                "ruleActionOverrides": [{"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}],
            }
        },
        "visibilityConfig": visibility(name),
    }


def _rate(limit: int) -> Inputs:
    return {
        "name": "rate",
        "priority": 0,
        "action": {"block": {"customResponse": {"responseCode": 429, "customResponseBodyKey": "slow"}}},
        "statement": {
            "rateBasedStatement": {
                "limit": limit,
                "aggregateKeyType": "IP",
                "evaluationWindowSec": 300,
                "scopeDownStatement": {
                    "byteMatchStatement": {
                        "searchString": "/api/",
                        "positionalConstraint": "STARTS_WITH",
                        "fieldToMatch": {"uriPath": {}},
                        "textTransformations": [{"priority": 0, "type": "NONE"}],
                    }
                },
            }
        },
        "visibilityConfig": visibility("rate"),
    }


EXAMPLES: dict[str, Example] = {
    ACL: Example(
        inputs=lambda w: {
            "scope": "CLOUDFRONT",
            "region": "us-east-1",
            "description": "edge",
            "defaultAction": {"allow": {}},
            "rules": [_rate(2000), _managed("AWSManagedRulesCommonRuleSet", 1)],
            "customResponseBodies": [{"key": "slow", "content": "slow down", "contentType": "TEXT_PLAIN"}],
            "visibilityConfig": visibility("edge"),
        },
        change={"description": "the edge", "rules": [_rate(1000)]},
        replaces={"scope": "REGIONAL", "region": "eu-central-1"},
    ),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": Example(
        inputs=lambda w: {
            "resourceArn": w.example(ACL).outputs["arn"],
            "logDestinationConfigs": [
                w.get("waf", "aws:cloudwatch/logGroup:LogGroup", name="aws-waf-logs-edge").outputs["arn"]
            ],
            "redactedFields": [{"singleHeader": {"name": "authorization"}}],
        },
        change={
            "loggingFilter": {
                "defaultBehavior": "DROP",
                "filters": [
                    {
                        "behavior": "KEEP",
                        "requirement": "MEETS_ANY",
                        "conditions": [{"actionCondition": {"action": "BLOCK"}}],
                    }
                ],
            }
        },
        replaces={"resourceArn": "arn:aws:wafv2:us-east-1:1:global/webacl/other/1"},
    ),
}
