"""Auto Scaling groups lie in their subnets evenly, heal, refresh, and end only when they are told to."""

from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client


@pytest.fixture
def template(aws: Client) -> str:
    created = aws("ec2").create_launch_template(
        LaunchTemplateName="nat", LaunchTemplateData={"ImageId": "ami-1", "InstanceType": "t4g.nano"}
    )
    return str(created["LaunchTemplate"]["LaunchTemplateId"])


def _create(aws: Client, template: str, subnets: list[str], **changes: Any) -> None:
    request = {
        "AutoScalingGroupName": "nat",
        "MinSize": 0,
        "MaxSize": 6,
        "DesiredCapacity": 3,
        "VPCZoneIdentifier": ",".join(subnets),
        "LaunchTemplate": {"LaunchTemplateId": template, "Version": "$Latest"},
        **changes,
    }
    aws("autoscaling").create_auto_scaling_group(**request)


def _group(aws: Client) -> dict[str, Any]:
    groups = aws("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=["nat"])
    described: dict[str, Any] = groups["AutoScalingGroups"][0]
    return described


def _ids(aws: Client) -> set[str]:
    return {instance["InstanceId"] for instance in _group(aws)["Instances"]}


def _subnets(aws: Client) -> Counter[str]:
    found = aws("ec2").describe_instances(InstanceIds=sorted(_ids(aws)))
    return Counter(
        instance["SubnetId"] for reservation in found["Reservations"] for instance in reservation["Instances"]
    )


def test_instances_are_spread_and_the_fullest_subnet_gives_first(
    aws: Client, template: str, subnets: list[str]
) -> None:
    _create(aws, template, subnets, DesiredCapacity=5)
    assert sorted(_subnets(aws).values()) == [1, 2, 2]
    aws("autoscaling").set_desired_capacity(AutoScalingGroupName="nat", DesiredCapacity=3)
    assert sorted(_subnets(aws).values()) == [1, 1, 1]


def test_an_instance_that_was_ended_is_replaced_and_known_to_the_target_group(
    aws: Client, template: str, subnets: list[str]
) -> None:
    vpc = aws("ec2").describe_vpcs()["Vpcs"][-1]["VpcId"]
    arn = aws("elbv2").create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][
        0
    ]["TargetGroupArn"]
    _create(aws, template, subnets, DesiredCapacity=1, TargetGroupARNs=[arn])
    (first,) = _ids(aws)
    aws("ec2").terminate_instances(InstanceIds=[first])
    (second,) = _ids(aws)
    assert second != first
    health = aws("elbv2").describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    assert second in {target["Target"]["Id"] for target in health}


def test_a_refresh_makes_instances_of_the_new_template(
    aws: Client, template: str, subnets: list[str]
) -> None:
    _create(aws, template, subnets)
    before = _ids(aws)
    aws("ec2").create_launch_template_version(
        LaunchTemplateId=template, LaunchTemplateData={"ImageId": "ami-2", "InstanceType": "t4g.small"}
    )
    aws("autoscaling").start_instance_refresh(AutoScalingGroupName="nat")
    assert not before & _ids(aws)
    assert {instance["InstanceType"] for instance in _group(aws)["Instances"]} == {"t4g.small"}


def test_settings_that_moto_drops_are_kept(aws: Client, template: str, subnets: list[str]) -> None:
    _create(aws, template, subnets, DefaultInstanceWarmup=60, MaxInstanceLifetime=86400)
    aws("autoscaling").update_auto_scaling_group(
        AutoScalingGroupName="nat", TerminationPolicies=["OldestInstance"], DefaultInstanceWarmup=30
    )
    group = _group(aws)
    assert (group["DefaultInstanceWarmup"], group["MaxInstanceLifetime"]) == (30, 86400)
    assert group["TerminationPolicies"] == ["OldestInstance"]


def test_metrics_are_added_and_taken_away(aws: Client, template: str, subnets: list[str]) -> None:
    _create(aws, template, subnets)
    client = aws("autoscaling")
    for metric in ("GroupMinSize", "GroupMaxSize"):
        client.enable_metrics_collection(AutoScalingGroupName="nat", Metrics=[metric], Granularity="1Minute")
    client.disable_metrics_collection(AutoScalingGroupName="nat", Metrics=["GroupMinSize"])
    assert [metric["Metric"] for metric in _group(aws)["EnabledMetrics"]] == ["GroupMaxSize"]


def test_a_mixed_group_takes_the_first_type_and_spot_where_nothing_is_on_demand(
    aws: Client, template: str, subnets: list[str]
) -> None:
    policy = {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": {"LaunchTemplateId": template},
            "Overrides": [{"InstanceType": "t4g.medium"}, {"InstanceType": "t4g.large"}],
        },
        "InstancesDistribution": {"OnDemandBaseCapacity": 1, "OnDemandPercentageAboveBaseCapacity": 0},
    }
    _create(aws, template, subnets, LaunchTemplate={}, MixedInstancesPolicy=policy)
    found = aws("ec2").describe_instances(InstanceIds=sorted(_ids(aws)))["Reservations"]
    instances = [instance for reservation in found for instance in reservation["Instances"]]
    assert {instance["InstanceType"] for instance in instances} == {"t4g.medium"}
    assert sum(instance.get("InstanceLifecycle") == "spot" for instance in instances) == 2
    aws("autoscaling").update_auto_scaling_group(AutoScalingGroupName="nat", MaxSize=4)
    assert _group(aws)["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"]


def test_a_group_with_instances_goes_only_by_force(aws: Client, template: str, subnets: list[str]) -> None:
    _create(aws, template, subnets)
    with pytest.raises(ClientError, match="ResourceInUse"):
        aws("autoscaling").delete_auto_scaling_group(AutoScalingGroupName="nat")
    aws("autoscaling").delete_auto_scaling_group(AutoScalingGroupName="nat", ForceDelete=True)
    assert not aws("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]


def test_a_name_is_taken_once(aws: Client, template: str, subnets: list[str]) -> None:
    _create(aws, template, subnets)
    with pytest.raises(ClientError, match="AlreadyExists"):
        _create(aws, template, subnets)


def test_an_image_that_a_parameter_names_is_looked_up_when_an_instance_starts(aws: Client) -> None:
    parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    data = {"ImageId": f"resolve:ssm:{parameter}", "InstanceType": "t4g.nano"}
    created = aws("ec2").create_launch_template(LaunchTemplateName="newest", LaunchTemplateData=data)
    (subnet, *_) = aws("ec2").describe_subnets()["Subnets"]
    _create(aws, created["LaunchTemplate"]["LaunchTemplateId"], [subnet["SubnetId"]], DesiredCapacity=1)
    (instance,) = aws("ec2").describe_instances(InstanceIds=list(_ids(aws)))["Reservations"][0]["Instances"]
    assert instance["ImageId"] == aws("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
