"""A recording of what a program asks the engine for, under Pulumi's mocks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pulumi
from pulumi.runtime import get_root_resource, rpc, set_mocks
from pulumi.runtime import mocks as runtime
from pulumi.runtime import resource as registration
from pulumi.runtime.proto import source_pb2

from stacks.outside import CALLED_WITH, TOKENS

ACCOUNT = "123456789012"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/platform/deployer"
SECRET_MARK = "4dabf18193072939515e22adb298388d"  # the key by which the engine marks a secret

Answers = Mapping[str, Mapping[str, Any]]
Functions = Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]]

# What the app's secret holds, as if people had put the real tokens there.
KEPT = {
    **{
        name: f"kept-{name.replace('_', '-')}"
        for name in ("jwt_signing_key", "login_root", *TOKENS, *CALLED_WITH)
    },
    # Two, as while they are rotated.
    "jwt_verification_keys": (Path(__file__).parent / "verification_keys.pem").read_text(encoding="utf-8"),
}

ANSWERS: dict[str, Mapping[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deployer/session",
        "id": ACCOUNT,
        "userId": "AROAEXAMPLE:session",
    },
    "aws:iam/getSessionContext:getSessionContext": {"issuerArn": DEPLOYER},
    "aws:iam/getRoles:getRoles": {"names": []},
    "aws:ssm/getParameter:getParameter": {"insecureValue": "ami-0123456789abcdef0"},
    "aws:secretsmanager/getSecretVersion:getSecretVersion": {"secretString": "pagerduty-key"},
    "aws:eks/getAddonVersion:getAddonVersion": {"version": "v1.2.3-eksbuild.1"},
    "aws:rds/getInstances:getInstances": {"instanceArns": [], "instanceIdentifiers": []},
    "aws:secretsmanager/getRandomPassword:getRandomPassword": {"randomPassword": "drawn-by-this-run"},
    "aws:route53/getZone:getZone": {"zoneId": "Z0ZONE"},
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": {
        "id": "pl-cloudfront",
        "entries": [{"cidr": "203.0.113.0/24", "description": "default"}],
    },
    "aws:cloudfront/getCachePolicy:getCachePolicy": {"id": "caching-disabled"},
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": {"id": "all-viewer"},
}


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One resource as registered: inputs under the provider's names, secrets opened and listed by name."""

    type: str
    name: str
    urn: str
    parent: str
    custom: bool
    inputs: Mapping[str, Any]
    secrets: frozenset[str]
    protect: bool
    provider: str
    ignored: tuple[str, ...]
    dependencies: tuple[str, ...]
    delete_before_replace: bool


@dataclass
class Recording:
    """What one run registered and asked, in order."""

    resources: list[Recorded] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    exports: dict[str, Any] = field(default_factory=dict)

    def of(self, type_: str) -> dict[str, Recorded]:
        """Return the resources of a type by logical name."""
        return {item.name: item for item in self.resources if item.type == type_}

    def one(self, type_: str, name: str) -> Recorded:
        """Return one resource. Raise KeyError."""
        return self.of(type_)[name]

    def children(self, urn_type: str, name: str) -> set[tuple[str, str]]:
        """Return type and name of all direct children of a component."""
        parent = self.one(urn_type, name).urn
        return {(item.type, item.name) for item in self.resources if item.parent == parent}


class _Mocks(runtime.Mocks):
    """Outputs are the inputs and, outside a preview, the few computed ones that the program uses."""

    def __init__(
        self,
        preview: bool,
        answers: Answers,
        functions: Functions,
        calls: list[tuple[str, Mapping[str, Any]]],
    ) -> None:
        self.preview, self.answers, self.functions, self.calls = preview, answers, functions, calls

    def call(self, args: runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        self.calls.append((args.token, args.args))
        function = self.functions.get(args.token)
        if args.args.get("secretId") == "app-id":
            return {"secretString": json.dumps(KEPT)}, []
        if args.args.get("secretId") == "alerting-id":
            return {"secretString": json.dumps({"pagerduty_routing_key": "kept-routing-key"})}, []
        if args.token == "aws:ecr/getRepository:getRepository":
            return {"repositoryUrl": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/{args.args['name']}"}, []
        return dict(function(args.args) if function else ANSWERS[args.token]), []

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if self.preview:
            return "", {**args.inputs, **self.answers.get(args.typ, {})}
        computed = COMPUTED[args.typ](args.name, args.inputs) if args.typ in COMPUTED else {}
        arn = f"arn:aws:mock:us-east-1:{ACCOUNT}:{args.typ.rsplit(':', 1)[-1]}/{args.name}"
        answered = dict(self.answers.get(args.typ, {}))
        made = answered.pop("id", f"{args.name}-id")
        name = f"{args.name}-0a1b2c3"
        return made, {"arn": arn, "name": name, **args.inputs, **computed, **answered}


def _instance(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    identifier = inputs.get("identifier", f"{name}-0a1b2c3")
    return {"identifier": identifier, "address": f"{identifier}.abc.us-east-1.rds.amazonaws.com"}


def _broker(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    host = f"{name}-id.mq.us-east-1.on.aws"
    node = {"consoleUrl": f"https://{host}", "endpoints": [f"amqps://{host}:5671"]}
    return {"brokerName": f"{name}-0a1b2c3", "instances": [node]}


def _named(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"metadata": {"name": f"{name}-0a1b2c3d", **inputs["metadata"]}}


COMPUTED: Mapping[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:rds/instance:Instance": _instance,
    "aws:elasticache/replicationGroup:ReplicationGroup": lambda name, inputs: {
        "primaryEndpointAddress": f"primary.{name}-id",
        "readerEndpointAddress": f"reader.{name}-id",
        "configurationEndpointAddress": f"config.{name}-id",
    },
    "aws:mq/broker:Broker": _broker,
    "aws:opensearch/domain:Domain": lambda name, inputs: {
        "endpoint": f"vpc-{inputs['domainName']}-0a1b2c3.us-east-1.es.amazonaws.com"
    },
    "aws:acm/certificate:Certificate": lambda name, inputs: {
        "domainValidationOptions": [
            {
                "domainName": domain,
                "resourceRecordName": f"_proof.{domain}",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": "_value.acm-validations.aws",
            }
            for domain in (inputs["domainName"], *inputs["subjectAlternativeNames"])
        ]
    },
    "aws:acm/certificateValidation:CertificateValidation": lambda name, inputs: {
        "certificateArn": f"{inputs['certificateArn']}/issued"
    },
    "aws:cloudfront/distribution:Distribution": lambda name, inputs: {
        "domainName": "d111111abcdef8.cloudfront.net",
        "hostedZoneId": "Z2FDTNDATAQYW2",
    },
    "aws:lb/loadBalancer:LoadBalancer": lambda name, inputs: {
        "dnsName": f"{name}-0a1b2c3.us-east-1.elb.amazonaws.com",
        "zoneId": "Z35SXDOTRQ7X7K",
        "arnSuffix": f"app/{name}-0a1b2c3/50dc6c495c0c9188",
    },
    "aws:lb/targetGroup:TargetGroup": lambda name, inputs: {
        "arnSuffix": f"targetgroup/{name}-0a1b2c3/73e2d6bc24d8a067"
    },
    "aws:s3/bucket:Bucket": lambda name, inputs: {
        "bucket": f"{name}-0a1b2c3",
        "bucketDomainName": f"{name}-0a1b2c3.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{name}-0a1b2c3.s3.us-east-1.amazonaws.com",
    },
    "kubernetes:core/v1:ConfigMap": _named,
    "kubernetes:core/v1:Secret": _named,
    "aws:ec2/eip:Eip": lambda name, inputs: {"publicIp": "198.51.100.7"},
    "aws:ec2/networkInterface:NetworkInterface": lambda name, inputs: {"macAddress": "02:00:00:00:00:01"},
    "aws:ec2/launchTemplate:LaunchTemplate": lambda name, inputs: {"latestVersion": 1},
    "aws:eks/nodeGroup:NodeGroup": lambda name, inputs: {
        "resources": [{"autoscalingGroups": [{"name": f"eks-{name}-0a1b2c3"}]}]
    },
    "aws:eks/cluster:Cluster": lambda name, inputs: {
        "endpoint": "https://example.eks.amazonaws.com",
        "certificateAuthority": {"data": "Y2VydGlmaWNhdGU="},
        "vpcConfig": {**inputs["vpcConfig"], "clusterSecurityGroupId": "sg-cluster"},
    },
}


class _Monitor(runtime.MockMonitor):
    """Also keeps what mocks do not see: options and secrets."""

    def __init__(self, mocks: runtime.Mocks, recording: Recording) -> None:
        super().__init__(mocks)
        self.recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the name of the protocol
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]  # pulumi has no type here
        if request.type == "pulumi:pulumi:Stack":
            return response
        inputs = rpc.deserialize_properties(request.object)
        self.recording.resources.append(
            Recorded(
                type=request.type,
                name=request.name,
                urn=response.urn,
                parent=request.parent,
                custom=request.custom,
                inputs={key: _opened(value) for key, value in inputs.items()},
                secrets=frozenset(key for key, value in inputs.items() if _is_secret(value)),
                protect=request.protect,
                provider=request.provider,
                ignored=tuple(request.ignoreChanges),
                dependencies=tuple(request.dependencies),
                delete_before_replace=request.deleteBeforeReplace,
            )
        )
        return response


def _is_secret(value: object) -> bool:
    return rpc.is_rpc_secret(value)


def _opened(value: object) -> object:
    return rpc.unwrap_rpc_secret(value)


def record(
    program: Callable[[], object],
    *,
    preview: bool,
    stack: str = "stack",
    answers: Answers | None = None,
    functions: Functions | None = None,
) -> Recording:
    """Run a program to its end under mocks and return what it asked for; wait for an Output it returns.

    `answers` are output properties, and the id, by type that the engine answers instead of what mocks would;
    `functions` answer the lookups of their token instead of what an empty account would.
    """
    recording = Recording()
    mocks = _Mocks(preview, answers or {}, functions or {}, recording.calls)
    set_mocks(mocks, project="softfactory", stack=stack, preview=preview, monitor=_Monitor(mocks, recording))

    def run() -> pulumi.Output[None]:
        made = program()
        stack: Any = get_root_resource()
        exports = pulumi.Output.from_input(dict(stack.outputs))
        waited = made if isinstance(made, pulumi.Output) else pulumi.Output.from_input(None)
        return pulumi.Output.all(exports, waited).apply(lambda found: recording.exports.update(found[0]))

    with patch.object(
        registration, "_get_stack_trace", source_pb2.StackTrace
    ):  # nobody looks, and they are dear
        runtime.test(run)()  # type: ignore[no-untyped-call]  # pulumi has no type here
    return recording
