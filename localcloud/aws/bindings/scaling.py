"""Bindings of EC2 Auto Scaling: groups, their attachments to load balancers, scaling policies."""

from localcloud.aws.binding import Binding, Call, Property

R = Property(replaces=True)
_UPDATE = frozenset({"update"})
_GROUP = {"AutoScalingGroupName": "_id"}
_GONE = frozenset({"ValidationError"})  # the code of Auto Scaling for a group that is not there
_TAG = {"Tags.0.ResourceId": "_id", "Tags.0.ResourceType": "'auto-scaling-group'"}
_METRICS = {"customizedMetricSpecification.metricDimensions": "Dimensions"}


def _own(**further: object) -> Property:
    """A setting that only steers the official provider."""
    return Property(api=None, read=None, **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


def _difference(key: str, verb: str, here: str, there: str) -> Call:
    difference = f"except({here}, {there})"
    return Call(
        operation=f"{verb}LoadBalancerTargetGroups",
        arguments={**_GROUP, "TargetGroupARNs": difference},
        when=frozenset({key}),
        on=_UPDATE,
        only_if=difference,
    )


GROUP = Binding(
    type="aws:autoscaling/group:Group",
    service="autoscaling",
    create="CreateAutoScalingGroup",
    read="DescribeAutoScalingGroups",
    update="UpdateAutoScalingGroup",
    delete="DeleteAutoScalingGroup",
    delete_with={"ForceDelete": "forceDelete || `false`"},
    id="name",
    key=_GROUP,
    read_key={"AutoScalingGroupNames": "[_id]"},
    result="AutoScalingGroups[0]",
    gone=_GONE,
    gone_if="Status == 'Delete in progress'",
    name="name",
    properties={
        "name": Property(api="AutoScalingGroupName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "minSize": Property(required=True),
        "maxSize": Property(required=True),
        "desiredCapacity": Property(),
        "desiredCapacityType": Property(),
        "launchTemplate": Property(rename={"id": "LaunchTemplateId", "name": "LaunchTemplateName"}),
        "mixedInstancesPolicy": Property(),
        "vpcZoneIdentifiers": Property(
            api="VPCZoneIdentifier",
            write="join(',', @)",
            read="split(VPCZoneIdentifier, ',')",
            unordered=True,
        ),
        "availabilityZones": Property(unordered=True),
        "availabilityZoneDistribution": Property(),
        "healthCheckType": Property(),
        "healthCheckGracePeriod": Property(default=300),
        "defaultCooldown": Property(),
        "defaultInstanceWarmup": Property(),
        "maxInstanceLifetime": Property(),
        "capacityRebalance": Property(),
        "protectFromScaleIn": Property(api="NewInstancesProtectedFromScaleIn", default=False),
        "terminationPolicies": Property(),
        "placementGroup": Property(),
        "context": Property(),
        "serviceLinkedRoleArn": Property(api="ServiceLinkedRoleARN"),
        "instanceMaintenancePolicy": Property(),
        "initialLifecycleHooks": Property(
            api="LifecycleHookSpecificationList",
            read=None,
            replaces=True,
            unordered=True,
            rename={"name": "LifecycleHookName", "notificationTargetArn": "NotificationTargetARN"},
        ),
        "targetGroupArns": Property(api="TargetGroupARNs", unordered=True),
        "suspendedProcesses": Property(api=None, read="SuspendedProcesses[].ProcessName", unordered=True),
        "enabledMetrics": Property(api=None, read="EnabledMetrics[].Metric", unordered=True),
        "metricsGranularity": Property(api=None, read=None, default="1Minute"),
        "tags": Property(
            api="Tags",
            write="[].{Key: key, Value: value, PropagateAtLaunch: propagateAtLaunch}",
            read="Tags[].{key: Key, value: Value, propagateAtLaunch: PropagateAtLaunch}",
            unordered=True,
        ),
        "instanceRefresh": _own(),
        "forceDelete": _own(default=False),
        "forceDeleteWarmPool": _own(default=False),
        "ignoreFailedScalingActivities": _own(default=False),
        "waitForCapacityTimeout": _own(default="10m"),
        "minElbCapacity": _own(),
        "waitForElbCapacity": _own(),
    },
    calls=(
        Call(
            operation="CreateOrUpdateTags",
            each="except(tags, _old.tags)",
            arguments={
                **_TAG,
                "Tags.0.Key": "_item.key",
                "Tags.0.Value": "_item.value",
                "Tags.0.PropagateAtLaunch": "_item.propagateAtLaunch",
            },
            when=frozenset({"tags"}),
            on=_UPDATE,
        ),
        Call(
            operation="DeleteTags",
            each="except(_old.tags[].key, tags[].key)",
            arguments={**_TAG, "Tags.0.Key": "_item"},
            when=frozenset({"tags"}),
            on=_UPDATE,
        ),
        _difference("targetGroupArns", "Attach", "targetGroupArns", "_old.targetGroupArns"),
        _difference("targetGroupArns", "Detach", "_old.targetGroupArns", "targetGroupArns"),
        Call(
            operation="SuspendProcesses",
            arguments={**_GROUP, "ScalingProcesses": "except(suspendedProcesses, _old.suspendedProcesses)"},
            when=frozenset({"suspendedProcesses"}),
            only_if="except(suspendedProcesses, _old.suspendedProcesses)",
        ),
        Call(
            operation="ResumeProcesses",
            arguments={**_GROUP, "ScalingProcesses": "except(_old.suspendedProcesses, suspendedProcesses)"},
            when=frozenset({"suspendedProcesses"}),
            on=_UPDATE,
            only_if="except(_old.suspendedProcesses, suspendedProcesses)",
        ),
        Call(
            operation="EnableMetricsCollection",
            arguments={
                **_GROUP,
                "Metrics": "except(enabledMetrics, _old.enabledMetrics)",
                "Granularity": "metricsGranularity",
            },
            when=frozenset({"enabledMetrics"}),
            only_if="except(enabledMetrics, _old.enabledMetrics)",
        ),
        Call(
            operation="DisableMetricsCollection",
            arguments={**_GROUP, "Metrics": "except(_old.enabledMetrics, enabledMetrics)"},
            when=frozenset({"enabledMetrics"}),
            on=_UPDATE,
            only_if="except(_old.enabledMetrics, enabledMetrics)",
        ),
        Call(  # new instances in place of those of the earlier template, as the official provider does
            operation="StartInstanceRefresh",
            arguments={
                **_GROUP,
                "Strategy": "instanceRefresh.strategy",
                "Preferences": "instanceRefresh.preferences.{MinHealthyPercentage: minHealthyPercentage, "
                "MaxHealthyPercentage: maxHealthyPercentage, InstanceWarmup: instanceWarmup, "
                "CheckpointPercentages: checkpointPercentages, CheckpointDelay: checkpointDelay, "
                "SkipMatching: skipMatching, AutoRollback: autoRollback, "
                "ScaleInProtectedInstances: scaleInProtectedInstances, StandbyInstances: standbyInstances, "
                "AlarmSpecification: alarmSpecification}",
            },
            when=frozenset({"launchTemplate", "mixedInstancesPolicy"}),
            on=_UPDATE,
            only_if="instanceRefresh",
        ),
    ),
    before_delete=(
        Call(  # as the official provider does: AWS deletes no group that has instances, unless it is forced
            operation="UpdateAutoScalingGroup",
            arguments={**_GROUP, "MinSize": "`0`", "MaxSize": "`0`", "DesiredCapacity": "`0`"},
            when=frozenset(),
            only_if="!forceDelete",
        ),
    ),
    outputs={"arn": "AutoScalingGroupARN", "predictedCapacity": "PredictedCapacity || `0`"},
)

ATTACHMENT = Binding(
    type="aws:autoscaling/attachment:Attachment",
    service="autoscaling",
    create="AttachLoadBalancerTargetGroups",
    read="DescribeLoadBalancerTargetGroups",
    delete="DetachLoadBalancerTargetGroups",
    id="join('-', [autoscalingGroupName, lbTargetGroupArn])",
    key={"AutoScalingGroupName": "autoscalingGroupName", "TargetGroupARNs": "[lbTargetGroupArn]"},
    read_key={"AutoScalingGroupName": "autoscalingGroupName"},
    result="LoadBalancerTargetGroups[?LoadBalancerTargetGroupARN=='%(lbTargetGroupArn)s'] | [0]",
    gone=_GONE,
    gone_if="State == 'Removing' || State == 'Removed'",
    properties={
        "autoscalingGroupName": Property(api="AutoScalingGroupName", read=None, replaces=True, required=True),
        "lbTargetGroupArn": Property(
            api="TargetGroupARNs.0", read="LoadBalancerTargetGroupARN", replaces=True, required=True
        ),
    },
)

POLICY = Binding(
    type="aws:autoscaling/policy:Policy",
    service="autoscaling",
    create="PutScalingPolicy",
    read="DescribePolicies",
    update="PutScalingPolicy",
    update_whole=True,
    delete="DeletePolicy",
    id="name",
    key={"AutoScalingGroupName": "autoscalingGroupName", "PolicyName": "_id"},
    read_key={"AutoScalingGroupName": "autoscalingGroupName", "PolicyNames": "[_id]"},
    result="ScalingPolicies[0]",
    gone=_GONE,
    name="name",
    properties={
        "name": Property(api="PolicyName", replaces=True),
        "autoscalingGroupName": Property(api="AutoScalingGroupName", replaces=True, required=True),
        "policyType": Property(default="SimpleScaling"),
        "enabled": Property(default=True),
        "adjustmentType": Property(),
        "cooldown": Property(),
        "scalingAdjustment": Property(),
        "minAdjustmentMagnitude": Property(),
        "metricAggregationType": Property(),
        "estimatedInstanceWarmup": Property(),
        "stepAdjustments": Property(unordered=True),
        "targetTrackingConfiguration": Property(rename=_METRICS),
        "predictiveScalingConfiguration": Property(rename={"metricSpecification": "MetricSpecifications"}),
    },
    outputs={"arn": "PolicyARN"},
)

BINDINGS = (GROUP, ATTACHMENT, POLICY)
