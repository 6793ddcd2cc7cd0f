"""Service-linked roles have the names that AWS gives them, once per account."""

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling"),
        ("opensearchservice.amazonaws.com", "AWSServiceRoleForAmazonOpenSearchService"),
        ("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
    ],
)
def test_a_linked_role_is_named_by_aws_and_taken_once(aws: Client, service: str, name: str) -> None:
    role = aws("iam").create_service_linked_role(AWSServiceName=service)["Role"]
    assert role["RoleName"] == name
    assert role["Path"] == f"/aws-service-role/{service}/"
    with pytest.raises(ClientError, match=r"InvalidInput.*has been taken"):
        aws("iam").create_service_linked_role(AWSServiceName=service)
