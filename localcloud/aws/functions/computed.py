"""The functions that are more than a call: each with the arguments that it understands."""

from collections.abc import Callable

from localcloud.aws.calls import Caller
from localcloud.aws.functions.policies import document
from localcloud.engine.plugin.values import Properties


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
    return document(args)


COMPUTED: dict[str, tuple[Callable[[Caller, Properties], Properties], frozenset[str]]] = {
    "aws:index/getRegion:getRegion": (_region, frozenset({"region", "name"})),
    "aws:index/getPartition:getPartition": (_partition, frozenset()),
    "aws:iam/getSessionContext:getSessionContext": (_session_context, frozenset({"arn"})),
    "aws:iam/getPolicyDocument:getPolicyDocument": (
        _policy_document,
        frozenset({"version", "policyId", "statements"}),
    ),
}
