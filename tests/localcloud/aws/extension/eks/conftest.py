"""EKS with one cluster, as the platform makes it."""

from typing import Any

import pytest

from tests.localcloud.aws.extension.conftest import Client

ROLE = "arn:aws:iam::123456789012:role/"


class Eks:
    """The client, and the cluster `platform` in three subnets."""

    def __init__(self, client: Any, subnets: list[str]) -> None:
        self.client = client
        self.subnets = subnets

    def create(self, name: str = "platform", **changes: Any) -> dict[str, Any]:
        request: dict[str, Any] = {
            "roleArn": f"{ROLE}eks",
            "resourcesVpcConfig": {"subnetIds": self.subnets},
            "accessConfig": {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
            "version": "1.35",
        }
        created: dict[str, Any] = self.client.create_cluster(name=name, **{**request, **changes})["cluster"]
        return created

    def cluster(self) -> dict[str, Any]:
        described: dict[str, Any] = self.client.describe_cluster(name="platform")["cluster"]
        return described

    def add_nodes(self, **changes: Any) -> dict[str, Any]:
        request: dict[str, Any] = {
            "clusterName": "platform",
            "nodegroupName": "general",
            "subnets": self.subnets,
            "nodeRole": f"{ROLE}node",
            "scalingConfig": {"minSize": 1, "maxSize": 6, "desiredSize": 3},
        }
        created: dict[str, Any] = self.client.create_nodegroup(**{**request, **changes})["nodegroup"]
        return created

    def node_group(self) -> dict[str, Any]:
        described: dict[str, Any] = self.client.describe_nodegroup(
            clusterName="platform", nodegroupName="general"
        )["nodegroup"]
        return described


@pytest.fixture
def eks(aws: Client, subnets: list[str]) -> Eks:
    """Without nodes, in authentication mode API, without an administrator."""
    eks = Eks(aws("eks"), subnets)
    eks.create()
    return eks
