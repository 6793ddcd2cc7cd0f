"""The functions (data sources) of pulumi-aws that the embedded cloud answers."""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from localcloud.aws.calls import Caller
from localcloud.aws.expressions import arguments, evaluate
from localcloud.aws.shapes import camel
from localcloud.engine.plugin.provider import ResourceError
from localcloud.engine.plugin.values import Properties


@dataclass(frozen=True, kw_only=True)
class Function:
    """One call: parameters and results as JMESPath, results over the response, `_args` and `_region`."""

    service: str
    operation: str
    results: Mapping[str, str]
    parameters: Mapping[str, str] = field(default_factory=dict)


FUNCTIONS: dict[str, Function] = {
    "aws:index/getCallerIdentity:getCallerIdentity": Function(
        service="sts",
        operation="GetCallerIdentity",
        results={"id": "Account", "accountId": "Account", "arn": "Arn", "userId": "UserId"},
    ),
    "aws:index/getAvailabilityZones:getAvailabilityZones": Function(
        service="ec2",
        operation="DescribeAvailabilityZones",
        parameters={
            "Filters": "_args.filters[].{Name: name, Values: values} || "
            "_args.state && [{Name: 'state', Values: [_args.state]}] || null",
            "AllAvailabilityZones": "_args.allAvailabilityZones",
        },
        results={
            "id": "_region",
            "names": "sort(AvailabilityZones[].ZoneName)",
            "zoneIds": "sort_by(AvailabilityZones, &ZoneName)[].ZoneId",
        },
    ),
    "aws:ssm/getParameter:getParameter": Function(
        service="ssm",
        operation="GetParameter",
        parameters={"Name": "_args.name", "WithDecryption": "_args.withDecryption"},
        results={
            "id": "Parameter.Name",
            "name": "Parameter.Name",
            "arn": "Parameter.ARN",
            "type": "Parameter.Type",
            "value": "Parameter.Value",
            "insecureValue": "Parameter.Value",
            "version": "Parameter.Version",
        },
    ),
    "aws:secretsmanager/getRandomPassword:getRandomPassword": Function(
        service="secretsmanager",
        operation="GetRandomPassword",
        parameters={
            "PasswordLength": "_args.passwordLength",
            "ExcludeCharacters": "_args.excludeCharacters",
            "ExcludeLowercase": "_args.excludeLowercase",
            "ExcludeNumbers": "_args.excludeNumbers",
            "ExcludePunctuation": "_args.excludePunctuation",
            "ExcludeUppercase": "_args.excludeUppercase",
            "IncludeSpace": "_args.includeSpace",
            "RequireEachIncludedType": "_args.requireEachIncludedType",
        },
        results={"id": "_region", "randomPassword": "RandomPassword"},
    ),
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": Function(
        service="ec2",
        operation="DescribeManagedPrefixLists",
        parameters={"Filters": "[{Name: 'prefix-list-name', Values: [_args.name]}]"},
        results={
            "id": "PrefixLists[0].PrefixListId",
            "name": "PrefixLists[0].PrefixListName",
            "arn": "PrefixLists[0].PrefixListArn",
            "maxEntries": "PrefixLists[0].MaxEntries",
        },
    ),
}


def invoke(caller: Caller, token: str, args: Properties) -> Properties:
    """The result of a function; an error names the functions that there are."""
    if token in _COMPUTED:
        return {**args, **_COMPUTED[token](caller, args)}
    function = FUNCTIONS.get(token)
    if function is None:
        known = ", ".join(sorted([*FUNCTIONS, *_COMPUTED]))
        raise ResourceError(
            f"function {token} is not bound in the embedded cloud: add it to localcloud/aws/functions.py "
            f"(it knows {known})"
        )
    response = caller.call(
        function.service, function.operation, arguments(function.parameters, {"_args": args})
    )
    context = {**response, "_args": args, "_region": caller.region}
    return {
        **args,
        **{key: camel(evaluate(expression, context)) for key, expression in function.results.items()},
    }


def _region(caller: Caller, args: Properties) -> Properties:
    name = args.get("region") or args.get("name") or caller.region
    return {
        "id": name,
        "name": name,
        "region": name,
        "endpoint": f"ec2.{name}.amazonaws.com",
        "description": name,
    }


def _partition(caller: Caller, args: Properties) -> Properties:
    return {
        "id": "aws",
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def _session_context(caller: Caller, args: Properties) -> Properties:
    """The role behind an assumed-role session; any other principal is its own issuer."""
    arn = str(args["arn"])
    pieces = arn.split(":")
    kind, _, rest = pieces[5].partition("/")
    if pieces[2] != "sts" or kind != "assumed-role":
        return {"id": arn, "issuerArn": arn, "issuerId": "", "issuerName": "", "sessionName": ""}
    name, _, session = rest.partition("/")
    role = caller.call("iam", "GetRole", {"RoleName": name})["Role"]
    return {
        "id": arn,
        "issuerArn": role["Arn"],
        "issuerId": role["RoleId"],
        "issuerName": name,
        "sessionName": session,
    }


def _policy_document(caller: Caller, args: Properties) -> Properties:
    """The JSON that the official data source renders from statements."""
    statements = [_statement(statement) for statement in args.get("statements") or []]
    document: dict[str, Any] = {"Version": args.get("version") or "2012-10-17"}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    document["Statement"] = statements
    text = json.dumps(document, indent=2)
    return {
        "id": str(zlib.crc32(text.encode())),
        "json": text,
        "minifiedJson": json.dumps(document, separators=(",", ":")),
    }


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    rendered: dict[str, Any] = {"Sid": statement["sid"]} if statement.get("sid") else {}
    rendered["Effect"] = statement.get("effect") or "Allow"
    for key, name in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if statement.get(key):
            rendered[name] = _single(sorted(statement[key]))
    for key, name in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if statement.get(key):
            rendered[name] = _principals(statement[key])
    if statement.get("conditions"):
        conditions: dict[str, dict[str, Any]] = {}
        for condition in statement["conditions"]:
            conditions.setdefault(condition["test"], {})[condition["variable"]] = _single(condition["values"])
        rendered["Condition"] = conditions
    return rendered


def _principals(principals: list[Mapping[str, Any]]) -> Any:
    if any(principal["type"] == "*" for principal in principals):
        return "*"
    return {principal["type"]: _single(sorted(principal["identifiers"])) for principal in principals}


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


_COMPUTED: dict[str, Callable[[Caller, Properties], Properties]] = {
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getPartition:getPartition": _partition,
    "aws:iam/getSessionContext:getSessionContext": _session_context,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
}
