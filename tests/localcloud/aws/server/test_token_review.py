"""The tokens of `aws eks get-token`, as the API server of a cluster has them reviewed."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
import time_machine
from awscli.customizations.eks.get_token import STSClientFactory, TokenGenerator  # type: ignore[import-untyped]  # awscli has no types

from localcloud.aws import extension
from localcloud.aws.server.authentication import Authenticator
from localcloud.aws.server.cloud_file import CloudFile
from localcloud.aws.server.token_review import review
from tests.localcloud.aws.account import empty_account
from tests.localcloud.aws.server.signing import KEY_ID, SECRET, now, signed

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/dev"
POLICY = "arn:aws:eks::aws:cluster-access-policy/"


@pytest.fixture
def eks() -> Iterator[Any]:
    """EKS with one cluster, whose creator is its administrator."""
    extension.install()
    with empty_account():
        ec2, eks = boto3.client("ec2", "us-east-1"), boto3.client("eks", "us-east-1")
        subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]]
        eks.create_cluster(
            name="platform",
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/eks",
            resourcesVpcConfig={"subnetIds": subnets},
            accessConfig={"authenticationMode": "API"},
        )
        yield eks


def token(
    cluster: str = "platform", key_id: str = KEY_ID, secret: str = SECRET, session: str | None = None
) -> str:
    clients = botocore.session.Session()
    clients.set_credentials(key_id, secret, session)
    sts = STSClientFactory(clients).get_sts_client(region_name="us-east-1")
    return str(TokenGenerator(sts).get_token(cluster))


def reviewed(text: str, cluster: str = "platform") -> dict[str, Any]:
    cloud = CloudFile(
        directory=Path(), port=1, access_key_id=KEY_ID, secret_access_key=SECRET, account_id=ACCOUNT
    )
    return review(text, cluster, ACCOUNT, Authenticator(cloud))


def test_the_creator_is_administrator(eks: Any) -> None:
    status = reviewed(token())
    assert status["authenticated"]
    assert status["user"]["username"] == f"arn:aws:iam::{ACCOUNT}:user/operator"
    assert status["user"]["groups"] == ["eks:policy:AmazonEKSClusterAdminPolicy"]


def test_a_role_has_the_groups_of_its_entry_and_of_its_policies(eks: Any) -> None:
    eks.create_access_entry(clusterName="platform", principalArn=ROLE, kubernetesGroups=["developers"])
    for policy, scope in (
        ("AmazonEKSViewPolicy", {"type": "cluster"}),
        ("AmazonEKSEditPolicy", {"type": "namespace", "namespaces": ["web", "jobs"]}),
    ):
        eks.associate_access_policy(
            clusterName="platform", principalArn=ROLE, policyArn=POLICY + policy, accessScope=scope
        )
    sts = boto3.client("sts", "us-east-1")
    key = sts.assume_role(RoleArn=ROLE, RoleSessionName="ann")["Credentials"]

    status = reviewed(token("platform", key["AccessKeyId"], key["SecretAccessKey"], key["SessionToken"]))

    assert status["user"]["username"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/dev/ann"
    assert status["user"]["groups"] == [
        "developers",
        "eks:policy:AmazonEKSViewPolicy",
        "eks:policy:AmazonEKSEditPolicy:web",
        "eks:policy:AmazonEKSEditPolicy:jobs",
    ]


def test_a_principal_without_entry_is_refused(eks: Any) -> None:
    iam = boto3.client("iam")
    iam.create_user(UserName="guest")
    key = iam.create_access_key(UserName="guest")["AccessKey"]
    status = reviewed(token("platform", key["AccessKeyId"], key["SecretAccessKey"]))
    assert not status["authenticated"]
    assert f"{ACCOUNT}:user/guest has no access entry in cluster platform" in status["error"]


def test_a_token_of_another_cluster_or_key_is_refused(eks: Any) -> None:
    for text in (token("other"), token(secret="wrong"), token(key_id="AKIAXXXXXXXXXXXXXXXX")):
        assert not reviewed(text)["authenticated"]


def test_a_token_lives_for_a_quarter_of_an_hour(eks: Any) -> None:
    with time_machine.travel(now() - timedelta(minutes=14)):
        recent = token()
    with time_machine.travel(now() - timedelta(minutes=16)):
        old = token()
    assert reviewed(recent)["authenticated"]
    assert not reviewed(old)["authenticated"]


@pytest.mark.parametrize(
    "url",
    [
        "https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity",
        "https://sts.us-east-1.amazonaws.com/?Action=AssumeRole",
    ],
)
def test_a_request_that_names_no_cluster_or_asks_for_more_is_refused(eks: Any, url: str) -> None:
    request = signed("sts", url, presigned=True, method="GET")
    full = f"https://sts.us-east-1.amazonaws.com{request.target}"
    encoded = base64.urlsafe_b64encode(full.encode()).decode().rstrip("=")
    assert not reviewed(f"k8s-aws-v1.{encoded}")["authenticated"]


@pytest.mark.parametrize("text", ["", "abc", "k8s-aws-v1.", "k8s-aws-v1.!!!", "k8s-aws-v1.aHR0cDovLw"])
def test_anything_else_is_refused(eks: Any, text: str) -> None:
    assert not reviewed(text)["authenticated"]
