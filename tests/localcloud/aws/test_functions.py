"""Functions (data sources) answer as pulumi-aws's do."""

import inspect
import json
import re
import warnings
from collections.abc import Callable
from typing import Any

import pulumi_aws
import pytest

from localcloud.aws.functions.computed import COMPUTED
from localcloud.aws.functions.tables import FUNCTIONS
from localcloud.engine.plugin.provider import ResourceError
from tests.localcloud.aws.conftest import DEFAULT_TAGS, Engine
from tests.localcloud.aws.examples import ASSUME, EXAMPLES, World
from tests.localcloud.aws.examples.names import ZONE


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


def test_the_version_of_an_add_on_is_the_default_of_the_kubernetes_version(engine: Engine) -> None:
    token = "aws:eks/getAddonVersion:getAddonVersion"
    asked = {"addonName": "kube-proxy", "kubernetesVersion": "1.35"}
    assert engine.aws.invoke(token, asked)["version"].startswith("v1.35.")
    assert engine.aws.invoke(token, {**asked, "mostRecent": True})["version"].startswith("v1.35.")
    with pytest.raises(ResourceError, match="Addon nothing specified is not supported"):
        engine.aws.invoke(token, {**asked, "addonName": "nothing"})


def test_what_a_secret_holds(engine: Engine) -> None:
    token = "aws:secretsmanager/getSecretVersion:getSecretVersion"
    secret = engine.create("aws:secretsmanager/secret:Secret", "key")
    version = "aws:secretsmanager/secretVersion:SecretVersion"
    engine.create(version, "key", secretId=secret.id, secretString="x")
    found = engine.aws.invoke(token, {"secretId": secret.id})
    assert (found["secretString"], found["arn"]) == ("x", secret.id)
    with pytest.raises(ResourceError, match="can't find the specified secret"):
        engine.aws.invoke(token, {"secretId": "nothing"})


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


def test_roles_are_found_by_their_path_and_a_role_tells_its_tags(engine: Engine) -> None:
    token, path = "aws:iam/getRoles:getRoles", "/aws-service-role/opensearchservice.amazonaws.com/"
    assert engine.aws.invoke(token, {"pathPrefix": path})["names"] == []
    engine.create("aws:iam/role:Role", "deployer", assumeRolePolicy=ASSUME)
    role = engine.create(
        "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        "search",
        awsServiceName="opensearchservice.amazonaws.com",
        tags={"project": "softfactory"},
    )
    found = engine.aws.invoke(token, {"pathPrefix": path})
    assert found["arns"] == [role.id]
    (name,) = found["names"]
    told = engine.aws.invoke("aws:iam/getRole:getRole", {"name": name})
    assert told["tags"]["project"] == "softfactory"
    assert (told["arn"], told["path"]) == (role.id, path)


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


@pytest.mark.parametrize(
    ("kind", "name", "id"),
    [
        ("CachePolicy", "Managed-CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
        ("OriginRequestPolicy", "Managed-AllViewer", "216adef6-5c7f-47e4-b989-5492eafa07d3"),
        ("ResponseHeadersPolicy", "Managed-SimpleCORS", "60669652-455b-4ae9-85a4-c4c02393f86c"),
    ],
)
def test_a_policy_of_cloudfront_is_found_by_its_name_and_by_its_id(
    engine: Engine, kind: str, name: str, id: str
) -> None:
    token = f"aws:cloudfront/get{kind}:get{kind}"
    by_name = engine.aws.invoke(token, {"name": name, "id": None})
    assert (by_name["id"], by_name["name"]) == (id, name)
    assert by_name["arn"].endswith(f"/{id}")
    by_id = engine.aws.invoke(token, {"id": id})
    assert [by_id[key] for key in ("id", "name", "arn")] == [by_name[key] for key in ("id", "name", "arn")]
    with pytest.raises(ResourceError, match=f"get{kind} of .*'nothing'.*: nothing matches"):
        engine.aws.invoke(token, {"name": "nothing"})


def test_a_zone_is_found_by_name_among_the_public_or_the_private_ones(engine: Engine) -> None:
    public = engine.create(ZONE, name="softfactory.example")
    vpc = World(engine).vpc
    private = engine.create(ZONE, "inner", name="softfactory.example", vpcs=[{"vpcId": vpc}])
    engine.create(ZONE, "longer", name="www.softfactory.example")
    token = "aws:route53/getZone:getZone"
    found = engine.aws.invoke(token, {"name": "softfactory.example."})
    assert (found["zoneId"], found["name"]) == (public.id, "softfactory.example")
    assert found["nameServers"] == public.outputs["nameServers"]
    inner = engine.aws.invoke(token, {"name": "softfactory.example", "privateZone": True})
    assert (inner["id"], inner["privateZone"]) == (private.id, True)
    assert engine.aws.invoke(token, {"zoneId": private.id})["arn"] == private.outputs["arn"]


def test_of_two_zones_of_one_name_none_is_found(engine: Engine) -> None:
    for name in ("a", "b"):
        engine.create(ZONE, name, name="softfactory.example")
    with pytest.raises(ResourceError, match="2 match, and only one may"):
        engine.aws.invoke("aws:route53/getZone:getZone", {"name": "softfactory.example"})


def test_the_latest_image_of_those_whose_name_fits(engine: Engine) -> None:
    token = "aws:ec2/getAmi:getAmi"
    wanted = {
        "owners": ["amazon"],
        "filters": [{"name": "architecture", "values": ["arm64"]}],
        "nameRegex": r"^al2023-ami-2023.*kernel-6\.12",
    }
    image = engine.aws.invoke(token, {**wanted, "mostRecent": True})
    assert image["name"].startswith("al2023-ami-2023")
    assert (image["architecture"], image["id"]) == ("arm64", image["imageId"])
    assert image["arn"] == f"arn:aws:ec2:us-east-1::image/{image['id']}"
    with pytest.raises(ResourceError, match="match, and only one may"):
        engine.aws.invoke(token, {"owners": ["amazon"], "nameRegex": "al2023"})


def test_a_prefix_list_by_name_and_by_id(engine: Engine) -> None:
    name = "com.amazonaws.us-east-1.s3"
    found = engine.aws.invoke("aws:ec2/getPrefixList:getPrefixList", {"name": name})
    managed = engine.aws.invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", {"name": name})
    assert found["id"] == managed["id"]
    assert {"cidr": "52.216.0.0/15", "description": "default"} in managed["entries"]
    assert (managed["name"], managed["addressFamily"]) == (name, "IPv4")
    by_id = engine.aws.invoke("aws:ec2/getPrefixList:getPrefixList", {"prefixListId": found["id"]})
    assert by_id["name"] == name


def test_a_repository_of_images_by_its_name(engine: Engine) -> None:
    token = "aws:ecr/getRepository:getRepository"
    made = engine.create("aws:ecr/repository:Repository", "app", name="app", imageTagMutability="IMMUTABLE")
    found = engine.aws.invoke(token, {"name": "app"})
    assert found["repositoryUrl"] == made.outputs["repositoryUrl"]
    assert found["imageTagMutability"] == "IMMUTABLE"
    with pytest.raises(ResourceError, match="RepositoryNotFoundException"):
        engine.aws.invoke(token, {"name": "nothing"})


def test_databases_are_found_by_their_tags_and_told_with_them(engine: Engine) -> None:
    inputs = EXAMPLES["aws:rds/instance:Instance"].inputs(World(engine))
    tags = {"Name": "platform", "role": "primary", "datasets": "platform coocook"}
    made = engine.create("aws:rds/instance:Instance", "platform", **{**inputs, "tags": tags})
    engine.create("aws:rds/instance:Instance", "other", **{**inputs, "tags": {"role": "other"}})
    token = "aws:rds/getInstances:getInstances"
    of_all = {"project": "softfactory", "role": "primary"}
    found = engine.aws.invoke(token, {"tags": of_all, "filters": None})
    assert found["instanceIdentifiers"] == [made.outputs["identifier"]]
    assert found["instanceArns"] == [made.outputs["arn"]]
    assert engine.aws.invoke(token, {"tags": {**of_all, "project": "none"}})["instanceIdentifiers"] == []
    assert len(engine.aws.invoke(token, {})["instanceIdentifiers"]) == 2
    one = engine.aws.invoke(
        "aws:rds/getInstance:getInstance", {"dbInstanceIdentifier": made.outputs["identifier"]}
    )
    assert one["tags"] == {**DEFAULT_TAGS, **tags}
    assert one["address"] == made.outputs["address"]
    assert one["endpoint"] == made.outputs["endpoint"]


def test_a_function_answers_for_the_region_that_is_asked(engine: Engine) -> None:
    token = "aws:index/getAvailabilityZones:getAvailabilityZones"
    assert engine.aws.invoke(token, {"region": "eu-central-1"})["names"][0] == "eu-central-1a"


@pytest.mark.parametrize(
    ("token", "args"),
    [
        ("aws:ec2/getAmi:getAmi", {"tags": {"a": "b"}}),
        ("aws:iam/getPolicyDocument:getPolicyDocument", {"sourcePolicyDocuments": ["{}"]}),
    ],
)
def test_an_argument_that_would_be_without_effect_is_refused(
    engine: Engine, token: str, args: dict[str, Any]
) -> None:
    with pytest.raises(ResourceError, match=f"{token} does not know {next(iter(args))}"):
        engine.aws.invoke(token, args)


@pytest.mark.parametrize("token", [*FUNCTIONS, *COMPUTED])
def test_functions_speak_of_what_pulumi_aws_has(token: str) -> None:
    module, name = token.split(":")[1].split("/")[0], token.split(":")[2]
    with warnings.catch_warnings():  # the SDK warns of its own deprecated modules when it loads them
        warnings.simplefilter("ignore", DeprecationWarning)
        of = pulumi_aws if module == "index" else getattr(pulumi_aws, module)
        function = getattr(of, re.sub("(?=[A-Z])", "_", name).lower())
        result = getattr(of, f"{name[0].upper()}{name[1:]}Result")
    if token in FUNCTIONS:
        takes = FUNCTIONS[token].takes - {"region", "allowUnsafeFilter"}
        assert set(FUNCTIONS[token].results) <= _parameters(result.__init__)
    else:
        takes = COMPUTED[token][1]
    assert takes <= _parameters(function)


def _parameters(function: Callable[..., Any]) -> set[str]:
    return {_camel(parameter) for parameter in inspect.signature(function).parameters}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def test_a_function_that_is_not_bound_is_refused_with_those_that_are(engine: Engine) -> None:
    with pytest.raises(ResourceError, match=r"getBucket.*functions/tables.py.*getCallerIdentity"):
        engine.aws.invoke("aws:s3/getBucket:getBucket", {})
