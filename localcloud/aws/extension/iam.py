"""IAM as moto lacks it: AWS's managed policies, the names of its roles, and instance profile tags."""

import json
from functools import cache
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import EntityAlreadyExists, InvalidInput
from moto.iam.models import SERVICE_NAME_CONVERSION, AWSManagedPolicy, IAMBackend
from moto.iam.responses import IamResponse

# What comes after AWSServiceRoleFor, where it is not the service's own name.
_ROLE_NAMES = {
    "backup": "Backup",
    "eks": "AmazonEKS",
    "eks-nodegroup": "AmazonEKSNodegroup",
    "elasticache": "ElastiCache",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "es": "AmazonElasticsearchService",
    "mq": "AmazonMQ",
    "opensearchservice": "AmazonOpenSearchService",
    "rds": "RDS",
    "spot": "EC2Spot",
}


@cache
def _published() -> dict[str, Any]:
    policies: dict[str, Any] = json.loads(aws_managed_policies_data)
    return policies


def _know(backend: IAMBackend, arn: str) -> None:
    """Moto loads all of AWS's policies or none; all are several megabytes in every snapshot of the state."""
    name = arn.rsplit("/", 1)[-1]
    if arn in backend.managed_policies or name not in _published():
        return
    policy = AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, _published()[name])
    if policy.arn == arn:
        backend.managed_policies[arn] = policy


def extend() -> None:
    """Teaches moto's IAM all of these."""
    SERVICE_NAME_CONVERSION.update(_ROLE_NAMES)
    _say_that_a_linked_role_is_taken()
    for name in ("attach_role_policy", "attach_group_policy", "attach_user_policy", "get_policy"):
        _know_first(name)
    responses: Any = IamResponse
    responses.list_instance_profile_tags = _list_instance_profile_tags


def _know_first(method: str) -> None:
    original = getattr(IAMBackend, method)

    def knowing(self: IAMBackend, policy_arn: str, *args: Any, **kwargs: Any) -> Any:
        _know(self, policy_arn)
        return original(self, policy_arn, *args, **kwargs)

    setattr(IAMBackend, method, knowing)


def _say_that_a_linked_role_is_taken() -> None:
    original = IAMBackend.create_service_linked_role

    def create(self: IAMBackend, service_name: str, description: str, suffix: str) -> Any:
        try:
            return original(self, service_name, description, suffix)
        except EntityAlreadyExists as error:
            raise InvalidInput(
                f"Service role name for {service_name} has been taken in this account, please try a "
                "different suffix."
            ) from error

    backend: Any = IAMBackend
    backend.create_service_linked_role = create


def _list_instance_profile_tags(self: IamResponse) -> ActionResult:
    profile = self.backend.get_instance_profile(profile_name=self._get_param("InstanceProfileName"))
    return ActionResult({"Tags": profile.tags, "IsTruncated": False})
