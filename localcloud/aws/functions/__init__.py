"""The functions (data sources) of pulumi-aws that the embedded cloud answers."""

from typing import Any

from localcloud.aws.calls import Caller
from localcloud.aws.expressions import arguments, evaluate
from localcloud.aws.functions.computed import COMPUTED
from localcloud.aws.functions.function import Function
from localcloud.aws.functions.tables import FUNCTIONS
from localcloud.aws.shapes import camel
from localcloud.engine.plugin.provider import ResourceError
from localcloud.engine.plugin.values import Properties


def invoke(caller: Caller, token: str, args: Properties) -> Properties:
    """The result of a function; an error names the functions that there are."""
    args = {key: value for key, value in args.items() if value is not None}
    if token in COMPUTED:
        compute, takes = COMPUTED[token]
        _check_arguments(token, args, takes)
        return {**args, **compute(caller, args)}
    function = FUNCTIONS.get(token)
    if function is None:
        known = ", ".join(sorted([*FUNCTIONS, *COMPUTED]))
        raise ResourceError(
            f"function {token} is not bound in the embedded cloud: add it to "
            f"localcloud/aws/functions/tables.py (it knows {known})"
        )
    _check_arguments(token, args, function.takes)
    return {**args, **_results(caller, token, function, args)}


def _results(caller: Caller, token: str, function: Function, args: Properties) -> Properties:
    region = function.region or str(args.get("region") or caller.region)
    context: dict[str, Any] = {"_args": args, "_region": region, "_account": caller.account}
    lookup = function.lookup
    if lookup is not None and evaluate(lookup.when, context):
        asked = arguments(lookup.parameters, context)
        response = caller.call(function.service, lookup.operation, asked, region)
        context["_found"] = _one(token, args, evaluate(lookup.found, {**context, **response}))
    asked = arguments(function.parameters, context)
    response = caller.call(function.service, function.operation, asked, region)
    found = _one(token, args, evaluate(function.found, {**context, **response}))
    return {
        # The keys of tags are the user's own.
        key: camel(evaluate(expression, {**context, **found}), verbatim=key == "tags")
        for key, expression in function.results.items()
    }


def _one(token: str, args: Properties, found: Any) -> Any:
    """What is found: of a list, its only item."""
    if not isinstance(found, list):
        return found
    if len(found) != 1:
        why = f"{len(found)} match, and only one may" if found else "nothing matches"
        raise ResourceError(f"{token} of {args}: {why}")
    return found[0]


def _check_arguments(token: str, args: Properties, takes: frozenset[str]) -> None:
    if unknown := sorted(args.keys() - takes):
        raise ResourceError(
            f"{token} does not know {', '.join(unknown)} in the embedded cloud: "
            f"it would be without effect (it takes {', '.join(sorted(takes))})"
        )
