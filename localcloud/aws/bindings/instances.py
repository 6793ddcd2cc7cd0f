"""Bindings of EC2 instances, network interfaces and launch templates."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import ec2

R = Property(replaces=True)

NETWORK_INTERFACE = Binding(
    type="aws:ec2/networkInterface:NetworkInterface",
    service="ec2",
    create="CreateNetworkInterface",
    read="DescribeNetworkInterfaces",
    delete="DeleteNetworkInterface",
    id="NetworkInterface.NetworkInterfaceId",
    key={"NetworkInterfaceId": "_id"},
    read_key={"NetworkInterfaceIds": "[_id]"},
    result="NetworkInterfaces[0]",
    gone=frozenset({"InvalidNetworkInterfaceID.NotFound"}),
    properties={
        "subnetId": R,
        "description": Property(),
        "securityGroups": Property(api="Groups", read="Groups[].GroupId", unordered=True),
        "sourceDestCheck": Property(api=None, read="SourceDestCheck", default=True),
    },
    calls=(
        Call(
            operation="ModifyNetworkInterfaceAttribute",
            arguments={"NetworkInterfaceId": "_id", "SourceDestCheck.Value": "sourceDestCheck"},
            when=frozenset({"sourceDestCheck"}),
        ),
        Call(
            operation="ModifyNetworkInterfaceAttribute",
            arguments={"NetworkInterfaceId": "_id", "Groups": "securityGroups"},
            when=frozenset({"securityGroups"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="ModifyNetworkInterfaceAttribute",
            arguments={"NetworkInterfaceId": "_id", "Description.Value": "description"},
            when=frozenset({"description"}),
            on=frozenset({"update"}),
        ),
    ),
    outputs={
        "arn": "arn:aws:ec2:%(_region)s:%(_account)s:network-interface/%(_id)s",
        "privateIp": "PrivateIpAddress",
        "macAddress": "MacAddress",
        "ownerId": "OwnerId",
    },
    tagging=ec2("network-interface", read="TagSet"),
)

INSTANCE = Binding(
    type="aws:ec2/instance:Instance",
    service="ec2",
    create="RunInstances",
    create_with={
        "MinCount": "`1`",
        "MaxCount": "`1`",
        # The root device's name belongs to the image; every image of Amazon Linux 2023 has this one.
        "BlockDeviceMappings.0.DeviceName": "rootBlockDevice && '/dev/xvda'",
        "NetworkInterfaces.0.DeviceIndex": "primaryNetworkInterface && `0`",
        "TagSpecifications": "rootBlockDevice.tags && "
        "[{ResourceType: 'volume', Tags: tag_list(rootBlockDevice.tags)}]",
    },
    read="DescribeInstances",
    delete="TerminateInstances",
    id="Instances[0].InstanceId",
    key={"InstanceIds": "[_id]"},
    result="Reservations[0].Instances[0]",
    gone=frozenset({"InvalidInstanceID.NotFound"}),
    gone_if="State.Name == 'terminated' || State.Name == 'shutting-down'",
    properties={
        "ami": Property(api="ImageId", replaces=True),
        "instanceType": Property(),
        "subnetId": R,
        "vpcSecurityGroupIds": Property(
            api="SecurityGroupIds", read="SecurityGroups[].GroupId", unordered=True
        ),
        "primaryNetworkInterface": Property(
            api="NetworkInterfaces.0",
            read="NetworkInterfaces[0].{NetworkInterfaceId: NetworkInterfaceId}",
            replaces=True,
        ),
        "iamInstanceProfile": Property(api="IamInstanceProfile.Name", read=None),
        "metadataOptions": Property(),
        "rootBlockDevice": Property(
            api="BlockDeviceMappings.0.Ebs",
            read=None,
            replaces=("encrypted", "kmsKeyId"),
            rename={"tags": ""},
        ),
        "userData": Property(read="data"),
        "userDataReplaceOnChange": Property(api=None, read=None, default=False),
        "creditSpecification": Property(read=None),
        "maintenanceOptions": Property(),
        "disableApiTermination": Property(read=None),
        "monitoring": Property(api="Monitoring.Enabled", read=None),
        "sourceDestCheck": Property(api=None, read="SourceDestCheck"),
    },
    calls=(
        Call(
            operation="ModifyInstanceAttribute",
            arguments={"InstanceId": "_id", "SourceDestCheck.Value": "sourceDestCheck"},
            when=frozenset({"sourceDestCheck"}),
        ),
        Call(
            operation="ModifyInstanceAttribute",
            arguments={"InstanceId": "_id", "Groups": "vpcSecurityGroupIds"},
            when=frozenset({"vpcSecurityGroupIds"}),
            on=frozenset({"update"}),
        ),
        Call(  # the type of an instance changes while it is stopped
            operation="StopInstances",
            arguments={"InstanceIds": "[_id]"},
            when=frozenset({"instanceType"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="ModifyInstanceAttribute",
            arguments={"InstanceId": "_id", "InstanceType.Value": "instanceType"},
            when=frozenset({"instanceType"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="StartInstances",
            arguments={"InstanceIds": "[_id]"},
            when=frozenset({"instanceType"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="ModifyInstanceMetadataOptions",
            arguments={
                "InstanceId": "_id",
                "HttpTokens": "metadataOptions.httpTokens",
                "HttpEndpoint": "metadataOptions.httpEndpoint",
                "HttpPutResponseHopLimit": "metadataOptions.httpPutResponseHopLimit",
            },
            when=frozenset({"metadataOptions"}),
            on=frozenset({"update"}),
        ),
    ),
    outputs={
        "arn": "arn:aws:ec2:%(_region)s:%(_account)s:instance/%(_id)s",
        "privateIp": "PrivateIpAddress",
        "publicIp": "PublicIpAddress",
        "privateDns": "PrivateDnsName",
        "primaryNetworkInterfaceId": "NetworkInterfaces[0].NetworkInterfaceId",
        "availabilityZone": "Placement.AvailabilityZone",
        "instanceState": "State.Name",
    },
    tagging=ec2("instance"),
)

_DATA = "LaunchTemplateData"


def _data(name: str, **further: object) -> Property:
    return Property(api=f"{_DATA}.{name}", read=f"data.{name}", **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


LAUNCH_TEMPLATE = Binding(
    type="aws:ec2/launchTemplate:LaunchTemplate",
    service="ec2",
    create="CreateLaunchTemplate",
    read="DescribeLaunchTemplates",
    update="CreateLaunchTemplateVersion",
    update_whole=True,
    delete="DeleteLaunchTemplate",
    id="LaunchTemplate.LaunchTemplateId",
    key={"LaunchTemplateId": "_id"},
    read_key={"LaunchTemplateIds": "[_id]"},
    result="LaunchTemplates[0]",
    gone=frozenset({"InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateName.NotFoundException"}),
    name="name",
    name_limit=128,
    properties={
        "name": Property(api="LaunchTemplateName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "description": Property(api="VersionDescription", read="versionDescription"),
        "updateDefaultVersion": Property(api=None, read=None),
        "imageId": _data("ImageId"),
        "instanceType": _data("InstanceType"),
        "userData": _data("UserData"),
        "vpcSecurityGroupIds": _data("SecurityGroupIds", unordered=True),
        "metadataOptions": _data("MetadataOptions"),
        "blockDeviceMappings": _data("BlockDeviceMappings"),
        "tagSpecifications": _data("TagSpecifications"),
        "iamInstanceProfile": _data("IamInstanceProfile"),
        "creditSpecification": _data("CreditSpecification"),
        "instanceInitiatedShutdownBehavior": _data("InstanceInitiatedShutdownBehavior"),
        "networkInterfaces": _data("NetworkInterfaces", rename={"securityGroups": "Groups"}),
        "monitoring": _data("Monitoring"),
        "maintenanceOptions": _data("MaintenanceOptions"),
    },
    calls=(
        Call(
            operation="ModifyLaunchTemplate",
            arguments={
                "LaunchTemplateId": "_id",
                "DefaultVersion": "to_string(_response.LaunchTemplateVersion.VersionNumber)",
            },
            when=frozenset(
                {
                    "description",
                    "imageId",
                    "instanceType",
                    "userData",
                    "vpcSecurityGroupIds",
                    "metadataOptions",
                    "blockDeviceMappings",
                    "tagSpecifications",
                    "iamInstanceProfile",
                    "creditSpecification",
                    "instanceInitiatedShutdownBehavior",
                    "networkInterfaces",
                    "monitoring",
                    "maintenanceOptions",
                }
            ),
            on=frozenset({"update"}),
            only_if="updateDefaultVersion && _response.LaunchTemplateVersion",
        ),
    ),
    fetches=(
        Fetch(
            operation="DescribeLaunchTemplateVersions",
            arguments={"LaunchTemplateId": "_id", "Versions": "['$Latest']"},
            result="LaunchTemplateVersions[0].LaunchTemplateData",
            into="data",
        ),
        Fetch(
            operation="DescribeLaunchTemplateVersions",
            arguments={"LaunchTemplateId": "_id", "Versions": "['$Latest']"},
            result="LaunchTemplateVersions[0].VersionDescription",
            into="versionDescription",
        ),
    ),
    outputs={
        "arn": "arn:aws:ec2:%(_region)s:%(_account)s:launch-template/%(_id)s",
        "latestVersion": "LatestVersionNumber",
        "defaultVersion": "DefaultVersionNumber",
    },
    volatile=frozenset({"latestVersion", "defaultVersion"}),
    tagging=ec2("launch-template"),
)

BINDINGS = (NETWORK_INTERFACE, INSTANCE, LAUNCH_TEMPLATE)
