"""What a node group's instances are launched from: the user's launch template, and EKS's own defaults."""

from dataclasses import dataclass
from typing import Any, Self

from moto.ec2.models import ec2_backends

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.cluster_record import ClusterRecord, Shape
from localcloud.aws.extension.eks.control_plane import control_planes

_DEFAULT_AMI_TYPE = "AL2023_x86_64_STANDARD"
_DEFAULT_INSTANCE_TYPES = {"x86_64": ["t3.medium"], "ARM": ["t4g.medium"]}
# A member of the request that the launch template may have as well, and then must have alone.
_EITHER_OR = {"instanceTypes": "InstanceType", "diskSize": "BlockDeviceMappings", "remoteAccess": "KeyName"}


@dataclass(frozen=True)
class NodeTemplate:
    """`data` of the launch template that EKS makes for itself, `shown` the members that describe it."""

    data: Shape
    shown: Shape
    of_image: bool

    @classmethod
    def of_request(cls, backend: Any, record: ClusterRecord, params: Shape) -> Self:
        """Raises EKS's errors for a launch template that does not exist or contradicts the request."""
        users: Shape = {}
        shown: Shape = {}
        if given := params.get("launchTemplate"):
            version = _version(backend, given)
            users = version.data
            shown["launchTemplate"] = {
                "id": version.template.id,
                "name": version.template.name,
                "version": str(version.number),
            }
            _check_either_or(params, users)
        of_image = bool(users.get("ImageId"))
        ami_type = "CUSTOM" if of_image else params.get("amiType") or _DEFAULT_AMI_TYPE
        shown["amiType"] = ami_type
        instance_type = users.get("InstanceType")
        if not instance_type:
            shown["instanceTypes"] = params.get("instanceTypes") or _default_instance_types(ami_type)
            instance_type = shown["instanceTypes"][0]
        try:
            control_planes().check_instance_type(instance_type)
        except Exception as error:
            raise errors.invalid_parameter(f"The instance type cannot be used: {error}") from error
        if not given:
            shown["diskSize"] = params.get("diskSize") or 20
        data = {
            **users,
            "ImageId": users.get("ImageId")
            or image_id(ami_type, params.get("version") or record.shape["version"]),
            "InstanceType": instance_type,
            "SecurityGroupIds": _security_groups(users)
            or [record.shape["resourcesVpcConfig"]["clusterSecurityGroupId"]],
        }
        return cls(data, shown, of_image)


def image_id(ami_type: str, version: str) -> str:
    """The id of the image of that type for that Kubernetes version: made up, and always the same."""
    from zlib import crc32

    return f"ami-0{crc32(ami_type.encode()):08x}{crc32(version.encode()):08x}"


def _version(backend: Any, given: Shape) -> Any:
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    try:
        if given.get("id"):
            template = ec2.get_launch_template(given["id"])
        else:
            template = ec2.get_launch_template_by_name(given["name"])
        return template.get_version(given.get("version") or "$Default")
    except Exception as error:
        raise errors.invalid_request(f"Launch template {given} is not valid: {error}") from error


def _check_either_or(params: Shape, users: Shape) -> None:
    for member, template_member in _EITHER_OR.items():
        if params.get(member) and users.get(template_member):
            message = f"Cannot specify {member} in launch template and API request"
            raise errors.invalid_request(message, nodegroupName=params.get("nodegroupName"))
    if params.get("diskSize"):
        raise errors.invalid_parameter("Disk size must be specified within the launch template.")
    if params.get("remoteAccess"):
        message = "Remote access configuration cannot be specified with a launch template."
        raise errors.invalid_parameter(message)
    if users.get("ImageId") and params.get("amiType") not in (None, "CUSTOM"):
        raise errors.invalid_request(
            "You cannot specify an AMI Type other than CUSTOM, when specifying an image id"
        )
    if users.get("ImageId") and params.get("releaseVersion"):
        raise errors.invalid_request(
            "You cannot specify the field releaseVersion when specifying an image id"
        )


def _security_groups(users: Shape) -> list[str]:
    interfaces = users.get("NetworkInterfaces") or [{}]
    return users.get("SecurityGroupIds") or interfaces[0].get("Groups") or []


def _default_instance_types(ami_type: str) -> list[str]:
    return _DEFAULT_INSTANCE_TYPES["ARM" if "ARM" in ami_type else "x86_64"]
