"""Bindings of EC2's network: VPC, subnets, gateways, routes, endpoints."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import ec2

R = Property(replaces=True)

VPC = Binding(
    type="aws:ec2/vpc:Vpc",
    service="ec2",
    create="CreateVpc",
    read="DescribeVpcs",
    delete="DeleteVpc",
    id="Vpc.VpcId",
    key={"VpcId": "_id"},
    read_key={"VpcIds": "[_id]"},
    result="Vpcs[0]",
    gone=frozenset({"InvalidVpcID.NotFound"}),
    properties={
        "cidrBlock": R,
        "instanceTenancy": Property(replaces=True, default="default"),
        "enableDnsSupport": Property(api=None, read="dnsSupport", default=True),
        "enableDnsHostnames": Property(api=None, read="dnsHostnames"),
    },
    calls=(
        Call(
            operation="ModifyVpcAttribute",
            arguments={"VpcId": "_id", "EnableDnsSupport.Value": "enableDnsSupport"},
            when=frozenset({"enableDnsSupport"}),
        ),
        Call(
            operation="ModifyVpcAttribute",
            arguments={"VpcId": "_id", "EnableDnsHostnames.Value": "enableDnsHostnames"},
            when=frozenset({"enableDnsHostnames"}),
        ),
    ),
    fetches=(
        Fetch(
            operation="DescribeVpcAttribute",
            arguments={"VpcId": "_id", "Attribute": "'enableDnsSupport'"},
            result="EnableDnsSupport.Value",
            into="dnsSupport",
        ),
        Fetch(
            operation="DescribeVpcAttribute",
            arguments={"VpcId": "_id", "Attribute": "'enableDnsHostnames'"},
            result="EnableDnsHostnames.Value",
            into="dnsHostnames",
        ),
        Fetch(
            operation="DescribeSecurityGroups",
            arguments={
                "Filters": "[{Name: 'vpc-id', Values: [_id]}, {Name: 'group-name', Values: ['default']}]"
            },
            result="SecurityGroups[0].GroupId",
            into="defaultGroup",
        ),
        Fetch(
            operation="DescribeRouteTables",
            arguments={
                "Filters": "[{Name: 'vpc-id', Values: [_id]}, {Name: 'association.main', Values: ['true']}]"
            },
            result="RouteTables[0].RouteTableId",
            into="mainTable",
        ),
    ),
    outputs={
        "arn": "arn:aws:ec2:%(_region)s:%(_account)s:vpc/%(_id)s",
        "ownerId": "_account",
        "defaultSecurityGroupId": "defaultGroup",
        "mainRouteTableId": "mainTable",
        "defaultRouteTableId": "mainTable",
    },
    tagging=ec2("vpc"),
)

SUBNET = Binding(
    type="aws:ec2/subnet:Subnet",
    service="ec2",
    create="CreateSubnet",
    read="DescribeSubnets",
    delete="DeleteSubnet",
    id="Subnet.SubnetId",
    key={"SubnetId": "_id"},
    read_key={"SubnetIds": "[_id]"},
    result="Subnets[0]",
    gone=frozenset({"InvalidSubnetID.NotFound"}),
    properties={
        "vpcId": R,
        "cidrBlock": R,
        "availabilityZone": R,
        "availabilityZoneId": R,
        "mapPublicIpOnLaunch": Property(api=None, read="MapPublicIpOnLaunch", default=False),
    },
    calls=(
        Call(
            operation="ModifySubnetAttribute",
            arguments={"SubnetId": "_id", "MapPublicIpOnLaunch.Value": "mapPublicIpOnLaunch"},
            when=frozenset({"mapPublicIpOnLaunch"}),
        ),
    ),
    outputs={"arn": "arn:aws:ec2:%(_region)s:%(_account)s:subnet/%(_id)s", "ownerId": "OwnerId"},
    tagging=ec2("subnet"),
)

INTERNET_GATEWAY = Binding(
    type="aws:ec2/internetGateway:InternetGateway",
    service="ec2",
    create="CreateInternetGateway",
    read="DescribeInternetGateways",
    delete="DeleteInternetGateway",
    id="InternetGateway.InternetGatewayId",
    key={"InternetGatewayId": "_id"},
    read_key={"InternetGatewayIds": "[_id]"},
    result="InternetGateways[0]",
    gone=frozenset({"InvalidInternetGatewayID.NotFound"}),
    properties={"vpcId": Property(api=None, read="Attachments[0].VpcId")},
    calls=(
        Call(
            operation="DetachInternetGateway",
            arguments={"InternetGatewayId": "_id", "VpcId": "_live.Attachments[0].VpcId"},
            when=frozenset({"vpcId"}),
            on=frozenset({"update"}),
            only_if="_live.Attachments[0].VpcId",
        ),
        Call(
            operation="AttachInternetGateway",
            arguments={"InternetGatewayId": "_id", "VpcId": "vpcId"},
            when=frozenset({"vpcId"}),
            only_if="vpcId",
        ),
    ),
    before_delete=(
        Call(
            operation="DetachInternetGateway",
            arguments={"InternetGatewayId": "_id", "VpcId": "_live.Attachments[0].VpcId"},
            when=frozenset(),
            only_if="_live.Attachments[0].VpcId",
        ),
    ),
    outputs={"arn": "arn:aws:ec2:%(_region)s:%(_account)s:internet-gateway/%(_id)s", "ownerId": "_account"},
    tagging=ec2("internet-gateway"),
)

EIP = Binding(
    type="aws:ec2/eip:Eip",
    service="ec2",
    create="AllocateAddress",
    read="DescribeAddresses",
    delete="ReleaseAddress",
    id="AllocationId",
    key={"AllocationId": "_id"},
    read_key={"AllocationIds": "[_id]"},
    result="Addresses[0]",
    gone=frozenset({"InvalidAllocationID.NotFound"}),
    properties={"domain": R},
    outputs={
        "allocationId": "AllocationId",
        "publicIp": "PublicIp",
        "arn": "arn:aws:ec2:%(_region)s:%(_account)s:elastic-ip/%(_id)s",
    },
    tagging=ec2("elastic-ip"),
)

EIP_ASSOCIATION = Binding(
    type="aws:ec2/eipAssociation:EipAssociation",
    service="ec2",
    create="AssociateAddress",
    read="DescribeAddresses",
    delete="DisassociateAddress",
    id="AssociationId",
    key={"AssociationId": "_id"},
    read_key={"Filters": "[{Name: 'association-id', Values: [_id]}]"},
    result="Addresses[0]",
    gone=frozenset({"InvalidAssociationID.NotFound"}),
    properties={
        "allocationId": R,
        "networkInterfaceId": R,
        "instanceId": R,
        "privateIpAddress": R,
        "allowReassociation": R,
    },
    outputs={"publicIp": "PublicIp"},
)

NAT_GATEWAY = Binding(
    type="aws:ec2/natGateway:NatGateway",
    service="ec2",
    create="CreateNatGateway",
    read="DescribeNatGateways",
    delete="DeleteNatGateway",
    id="NatGateway.NatGatewayId",
    key={"NatGatewayId": "_id"},
    read_key={"NatGatewayIds": "[_id]"},
    result="NatGateways[0]",
    gone=frozenset({"NatGatewayNotFound", "InvalidNatGatewayID.NotFound"}),
    gone_if="State == 'deleted' || State == 'deleting'",
    properties={
        "subnetId": R,
        "allocationId": Property(replaces=True, read="NatGatewayAddresses[0].AllocationId"),
        "connectivityType": Property(replaces=True, default="public"),
    },
    outputs={
        "publicIp": "NatGatewayAddresses[0].PublicIp",
        "networkInterfaceId": "NatGatewayAddresses[0].NetworkInterfaceId",
    },
    tagging=ec2("natgateway"),
)

ROUTE_TABLE = Binding(
    type="aws:ec2/routeTable:RouteTable",
    service="ec2",
    create="CreateRouteTable",
    read="DescribeRouteTables",
    delete="DeleteRouteTable",
    id="RouteTable.RouteTableId",
    key={"RouteTableId": "_id"},
    read_key={"RouteTableIds": "[_id]"},
    result="RouteTables[0]",
    gone=frozenset({"InvalidRouteTableID.NotFound"}),
    properties={"vpcId": R},
    outputs={"arn": "arn:aws:ec2:%(_region)s:%(_account)s:route-table/%(_id)s", "ownerId": "_account"},
    tagging=ec2("route-table"),
)

ROUTE = Binding(
    type="aws:ec2/route:Route",
    service="ec2",
    create="CreateRoute",
    read="DescribeRouteTables",
    update="ReplaceRoute",
    update_whole=True,  # the one target that is set takes the place of the old one: no moment without a route
    delete="DeleteRoute",
    id="join('_', [routeTableId, destinationCidrBlock])",
    parts=("routeTableId", "destinationCidrBlock"),
    separator="_",
    key={"RouteTableId": "routeTableId", "DestinationCidrBlock": "destinationCidrBlock"},
    read_key={"RouteTableIds": "[routeTableId]"},
    result="RouteTables[0].Routes[?DestinationCidrBlock=='%(destinationCidrBlock)s'] | [0]",
    gone=frozenset({"InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"}),
    properties={
        "routeTableId": R,
        "destinationCidrBlock": R,
        "gatewayId": Property(),
        "natGatewayId": Property(),
        "networkInterfaceId": Property(),
    },
    outputs={"state": "State", "origin": "Origin"},
)

ROUTE_TABLE_ASSOCIATION = Binding(
    type="aws:ec2/routeTableAssociation:RouteTableAssociation",
    service="ec2",
    create="AssociateRouteTable",
    read="DescribeRouteTables",
    delete="DisassociateRouteTable",
    id="AssociationId",
    key={"AssociationId": "_id"},
    delete_key={"AssociationId": "_live.RouteTableAssociationId"},
    # Found by its subnet: AWS gives the association a new id when its route table is replaced.
    read_key={"Filters": "[{Name: 'association.subnet-id', Values: [subnetId]}]"},
    result="RouteTables[].Associations[] | [?SubnetId=='%(subnetId)s'] | [0]",
    gone=frozenset({"InvalidAssociationID.NotFound"}),
    properties={"subnetId": R, "routeTableId": Property()},
    calls=(
        Call(
            operation="ReplaceRouteTableAssociation",
            arguments={"AssociationId": "_live.RouteTableAssociationId", "RouteTableId": "routeTableId"},
            when=frozenset({"routeTableId"}),
            on=frozenset({"update"}),
        ),
    ),
)

VPC_ENDPOINT = Binding(
    type="aws:ec2/vpcEndpoint:VpcEndpoint",
    service="ec2",
    create="CreateVpcEndpoint",
    read="DescribeVpcEndpoints",
    delete="DeleteVpcEndpoints",
    id="VpcEndpoint.VpcEndpointId",
    key={"VpcEndpointIds": "[_id]"},
    result="VpcEndpoints[0]",
    gone=frozenset({"InvalidVpcEndpointId.NotFound"}),
    gone_if="State == 'deleted' || State == 'deleting'",
    properties={
        "vpcId": R,
        "serviceName": R,
        "vpcEndpointType": Property(replaces=True, default="Gateway"),
        "routeTableIds": Property(unordered=True),
        "subnetIds": Property(unordered=True),
        "securityGroupIds": Property(unordered=True, read="Groups[].GroupId"),
        "privateDnsEnabled": Property(),
        "policy": Property(api="PolicyDocument", json=True),
    },
    calls=(
        Call(
            operation="ModifyVpcEndpoint",
            arguments={
                "VpcEndpointId": "_id",
                "AddRouteTableIds": "except(routeTableIds, _old.routeTableIds)",
                "RemoveRouteTableIds": "except(_old.routeTableIds, routeTableIds)",
                "AddSubnetIds": "except(subnetIds, _old.subnetIds)",
                "RemoveSubnetIds": "except(_old.subnetIds, subnetIds)",
                "AddSecurityGroupIds": "except(securityGroupIds, _old.securityGroupIds)",
                "RemoveSecurityGroupIds": "except(_old.securityGroupIds, securityGroupIds)",
                "PolicyDocument": "policy",
                "PrivateDnsEnabled": "privateDnsEnabled",
            },
            when=frozenset({"routeTableIds", "subnetIds", "securityGroupIds", "policy", "privateDnsEnabled"}),
            on=frozenset({"update"}),
        ),
    ),
    outputs={"arn": "arn:aws:ec2:%(_region)s:%(_account)s:vpc-endpoint/%(_id)s", "state": "State"},
    tagging=ec2("vpc-endpoint"),
)

BINDINGS = (
    VPC,
    SUBNET,
    INTERNET_GATEWAY,
    EIP,
    EIP_ASSOCIATION,
    NAT_GATEWAY,
    ROUTE_TABLE,
    ROUTE,
    ROUTE_TABLE_ASSOCIATION,
    VPC_ENDPOINT,
)
