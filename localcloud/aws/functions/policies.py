"""The JSON that the data source of IAM policy documents renders from statements."""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from localcloud.engine.plugin.values import Properties


def document(args: Properties) -> Properties:
    """The document in both forms in which the official data source gives it."""
    content: dict[str, Any] = {"Version": args.get("version") or "2012-10-17"}
    if args.get("policyId"):
        content["Id"] = args["policyId"]
    content["Statement"] = [_statement(statement) for statement in args.get("statements") or []]
    text = json.dumps(content, indent=2)
    return {
        "id": str(zlib.crc32(text.encode())),
        "json": text,
        "minifiedJson": json.dumps(content, separators=(",", ":")),
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
