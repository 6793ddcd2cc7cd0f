"""Examples of network."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:ec2/vpc:Vpc": Example(
        inputs=lambda w: {
            "cidrBlock": "10.1.0.0/16",
            "enableDnsHostnames": True,
            "tags": {"Name": "platform"},
        },
        change={"enableDnsHostnames": False, "tags": {"tier": "all"}},
        replaces={"cidrBlock": "10.2.0.0/16"},
    ),
    "aws:ec2/subnet:Subnet": Example(
        inputs=lambda w: {"vpcId": w.vpc, "cidrBlock": "10.0.9.0/24", "availabilityZoneId": "use1-az2"},
        change={"mapPublicIpOnLaunch": True},
        replaces={"cidrBlock": "10.0.10.0/24"},
    ),
    "aws:ec2/internetGateway:InternetGateway": Example(
        inputs=lambda w: {"vpcId": w.vpc}, change={"tags": {"Name": "edge"}}
    ),
    "aws:ec2/eip:Eip": Example(inputs=lambda w: {"domain": "vpc"}, change={"tags": {"Name": "nat"}}),
    "aws:ec2/eipAssociation:EipAssociation": Example(
        inputs=lambda w: {"allocationId": w.address, "networkInterfaceId": w.interface},
        replaces={"allocationId": "eipalloc-1"},
    ),
    "aws:ec2/natGateway:NatGateway": Example(
        inputs=lambda w: {"allocationId": w.address, "subnetId": w.subnet(0)},
        change={"tags": {"Name": "nat"}},
        replaces={"subnetId": "subnet-1"},
    ),
    "aws:ec2/routeTable:RouteTable": Example(
        inputs=lambda w: {"vpcId": w.vpc}, change={"tags": {"Name": "private"}}, replaces={"vpcId": "vpc-1"}
    ),
    "aws:ec2/route:Route": Example(
        inputs=lambda w: {
            "routeTableId": w.route_table(),
            "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": w.gateway,
        },
        change_with=lambda w: {"gatewayId": None, "networkInterfaceId": w.interface},
        replaces={"destinationCidrBlock": "10.9.0.0/16"},
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Example(
        inputs=lambda w: {"subnetId": w.subnet(0), "routeTableId": w.route_table()},
        change_with=lambda w: {"routeTableId": w.route_table(1)},
        replaces={"subnetId": "subnet-1"},
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Example(
        inputs=lambda w: {
            "vpcId": w.vpc,
            "serviceName": "com.amazonaws.us-east-1.s3",
            "routeTableIds": [w.route_table()],
        },
        change_with=lambda w: {"routeTableIds": [w.route_table(1)]},
        replaces={"serviceName": "com.amazonaws.us-east-1.dynamodb"},
    ),
}
