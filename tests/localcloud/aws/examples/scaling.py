"""Examples of Auto Scaling groups and what belongs to them."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:autoscaling/group:Group": Example(
        inputs=lambda w: {
            "minSize": 1,
            "maxSize": 2,
            "desiredCapacity": 1,
            "vpcZoneIdentifiers": [w.subnet(0), w.subnet(1)],
            "launchTemplate": {"id": w.template.id, "version": "1"},
            "instanceRefresh": {"strategy": "Rolling", "preferences": {"minHealthyPercentage": 0}},
            "healthCheckType": "EC2",
            "healthCheckGracePeriod": 120,
            "defaultInstanceWarmup": 60,
            "maxInstanceLifetime": 604800,
            "enabledMetrics": ["GroupInServiceInstances"],
            "suspendedProcesses": ["AZRebalance"],
            "tags": [
                {"key": "Name", "value": "nat", "propagateAtLaunch": True},
                {"key": "tier", "value": "network", "propagateAtLaunch": False},
            ],
        },
        change={
            "maxSize": 3,
            "desiredCapacity": 2,
            "enabledMetrics": ["GroupDesiredCapacity"],
            "suspendedProcesses": [],
            "defaultInstanceWarmup": 30,
            "tags": [{"key": "Name", "value": "gateway", "propagateAtLaunch": True}],
        },
        change_with=lambda w: {
            "vpcZoneIdentifiers": [w.subnet(1)],
            "launchTemplate": {"id": w.template.id, "version": "$Latest"},
            "targetGroupArns": [w.example("aws:lb/targetGroup:TargetGroup").id],
        },
        replaces={"name": "other"},
    ),
    "aws:autoscaling/attachment:Attachment": Example(
        inputs=lambda w: {
            "autoscalingGroupName": w.example("aws:autoscaling/group:Group").id,
            "lbTargetGroupArn": w.example("aws:lb/targetGroup:TargetGroup").id,
        },
        replaces={"lbTargetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/other/1"},
    ),
    "aws:autoscaling/policy:Policy": Example(
        inputs=lambda w: {
            "autoscalingGroupName": w.example("aws:autoscaling/group:Group").id,
            "policyType": "TargetTrackingScaling",
            "targetTrackingConfiguration": {
                "predefinedMetricSpecification": {"predefinedMetricType": "ASGAverageCPUUtilization"},
                "targetValue": 60,
            },
        },
        change={
            "targetTrackingConfiguration": {
                "predefinedMetricSpecification": {"predefinedMetricType": "ASGAverageCPUUtilization"},
                "targetValue": 70,
            }
        },
        replaces={"autoscalingGroupName": "other"},
    ),
}
