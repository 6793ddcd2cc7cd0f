"""Addresses: of subnets, elastic ones, and those of NAT gateways."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client


def _interface(aws: Client, subnet: str) -> dict[str, Any]:
    created: dict[str, Any] = aws("ec2").run_instances(
        ImageId="ami-12345678", MinCount=1, MaxCount=1, SubnetId=subnet, InstanceType="t4g.small"
    )["Instances"][0]
    return created


def test_a_subnet_gives_out_every_address_once_before_it_reuses_one(aws: Client, subnets: list[str]) -> None:
    ec2 = aws("ec2")
    vpc = ec2.describe_subnets(SubnetIds=subnets[:1])["Subnets"][0]["VpcId"]
    small = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.9.0/28")["Subnet"]["SubnetId"]
    instances = [_interface(aws, small) for _ in range(11)]
    assert [item["PrivateIpAddress"] for item in instances] == [f"10.0.9.{last}" for last in range(4, 15)]
    with pytest.raises(ClientError, match="InsufficientFreeAddressesInSubnet"):
        _interface(aws, small)
    ec2.terminate_instances(InstanceIds=[instances[3]["InstanceId"], instances[1]["InstanceId"]])
    assert _interface(aws, small)["PrivateIpAddress"] == "10.0.9.5"


def test_an_address_in_use_is_not_released(aws: Client, subnets: list[str]) -> None:
    ec2 = aws("ec2")
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    instance = _interface(aws, subnets[0])["InstanceId"]
    association = ec2.associate_address(AllocationId=address, InstanceId=instance)["AssociationId"]
    with pytest.raises(ClientError, match=r"InvalidIPAddress\.InUse"):
        ec2.release_address(AllocationId=address)
    ec2.disassociate_address(AssociationId=association)
    ec2.release_address(AllocationId=address)
    with pytest.raises(ClientError, match=r"InvalidAllocationID\.NotFound"):
        ec2.describe_addresses(AllocationIds=[address])


def test_a_nat_gateway_is_in_its_subnet_and_leaves_nothing_behind(aws: Client, subnets: list[str]) -> None:
    ec2 = aws("ec2")
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=allocation)["NatGateway"]
    (own,) = nat["NatGatewayAddresses"]
    assert own["PrivateIp"] == "10.0.0.4"
    (address,) = ec2.describe_addresses(AllocationIds=[allocation])["Addresses"]
    assert (address["PublicIp"], address["PrivateIpAddress"]) == (own["PublicIp"], "10.0.0.4")
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnets[0])

    ec2.delete_nat_gateway(NatGatewayId=nat["NatGatewayId"])
    (gone,) = ec2.describe_nat_gateways(NatGatewayIds=[nat["NatGatewayId"]])["NatGateways"]
    assert gone["State"] == "deleted"
    assert "AssociationId" not in ec2.describe_addresses(AllocationIds=[allocation])["Addresses"][0]
    ec2.release_address(AllocationId=allocation)
    ec2.delete_subnet(SubnetId=subnets[0])
    with pytest.raises(ClientError, match="NatGatewayNotFound"):
        ec2.delete_nat_gateway(NatGatewayId="nat-0123456789abcdef0")


def test_the_source_check_is_that_of_the_interface(aws: Client, subnets: list[str]) -> None:
    ec2 = aws("ec2")
    instance = _interface(aws, subnets[0])["InstanceId"]
    ec2.modify_instance_attribute(InstanceId=instance, SourceDestCheck={"Value": False})
    (described,) = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"]
    assert described["SourceDestCheck"] is False
    assert described["NetworkInterfaces"][0]["SourceDestCheck"] is False
