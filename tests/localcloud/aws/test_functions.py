"""Functions (data sources) answer as pulumi-aws's do."""

import json

import pytest

from localcloud.engine.plugin.provider import ResourceError
from tests.localcloud.aws.conftest import Engine
from tests.localcloud.aws.examples import ASSUME


def test_the_caller(engine: Engine) -> None:
    identity = engine.aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})
    assert identity["accountId"] == "123456789012"
    assert identity["arn"].startswith("arn:aws:")


def test_availability_zones_are_sorted_and_match_their_ids(engine: Engine) -> None:
    zones = engine.aws.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"})
    assert zones["names"][:2] == ["us-east-1a", "us-east-1b"]
    assert len(zones["zoneIds"]) == len(zones["names"]) == 6


def test_a_public_parameter(engine: Engine) -> None:
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    parameter = engine.aws.invoke("aws:ssm/getParameter:getParameter", {"name": name})
    assert parameter["value"].startswith("ami-")


def test_a_random_password_has_the_length_asked_for(engine: Engine) -> None:
    token = "aws:secretsmanager/getRandomPassword:getRandomPassword"
    first, second = (
        engine.aws.invoke(token, {"passwordLength": 40, "excludePunctuation": True})["randomPassword"]
        for _ in range(2)
    )
    assert len(first) == 40
    assert first.isalnum()
    assert first != second


def test_a_session_s_issuer_is_its_role(engine: Engine) -> None:
    token = "aws:iam/getSessionContext:getSessionContext"
    role = engine.create("aws:iam/role:Role", "deployer", assumeRolePolicy=ASSUME)
    session = f"arn:aws:sts::123456789012:assumed-role/{role.id}/me"
    assert engine.aws.invoke(token, {"arn": session})["issuerArn"] == role.outputs["arn"]
    user = "arn:aws:iam::123456789012:user/me"
    assert engine.aws.invoke(token, {"arn": user})["issuerArn"] == user


def test_a_policy_document(engine: Engine) -> None:
    document = engine.aws.invoke(
        "aws:iam/getPolicyDocument:getPolicyDocument",
        {
            "statements": [
                {
                    "sid": "Read",
                    "actions": ["s3:ListBucket", "s3:GetObject"],
                    "resources": ["*"],
                    "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
                    "conditions": [
                        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}
                    ],
                }
            ]
        },
    )
    assert json.loads(document["json"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:ListBucket"],
                "Resource": "*",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
            }
        ],
    }


def test_a_function_that_is_not_bound_is_refused_with_those_that_are(engine: Engine) -> None:
    with pytest.raises(ResourceError, match=r"getBucket.*functions.py.*getCallerIdentity"):
        engine.aws.invoke("aws:s3/getBucket:getBucket", {})
