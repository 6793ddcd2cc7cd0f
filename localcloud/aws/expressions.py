"""The expressions of the binding tables: JMESPath and a few functions, ARN templates, parameter paths."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

import jmespath
from jmespath import functions
from jmespath.parser import ParsedResult


class _Functions(functions.Functions):
    """What the tables need beyond standard JMESPath."""

    @functions.signature({"types": ["array", "null"]}, {"types": ["array", "null"]})
    def _func_except(self, items: list[Any] | None, others: list[Any] | None) -> list[Any] | None:
        """The items that are not among the others; None where nothing is left."""
        return [item for item in items or [] if item not in (others or [])] or None

    @functions.signature({"types": ["array", "null"]}, {"types": ["string"]}, {"types": []})
    def _func_where(self, items: list[Any] | None, key: str, value: Any) -> list[Any]:
        """The items that have the value under the key; None is that they have none."""
        return [item for item in items or [] if item.get(key) == value]

    @functions.signature({"types": ["array", "null"]}, {"types": ["string"]}, {"types": ["string", "null"]})
    def _func_matching(self, items: list[Any] | None, key: str, pattern: str | None) -> list[Any]:
        """The items in whose value under the key the pattern is found; all of them without a pattern."""
        return [item for item in items or [] if re.search(pattern or "", item.get(key) or "")]

    @functions.signature({"types": ["array", "null"]}, {"types": ["string"]}, {"types": ["object", "null"]})
    def _func_tagged(self, items: list[Any] | None, key: str, tags: Mapping[str, str] | None) -> list[Any]:
        """The items that have every one of the tags, among others, in their list under the key."""
        wanted = (tags or {}).items()
        found = ({tag["Key"]: tag.get("Value") for tag in item.get(key) or []} for item in items or [])
        return [item for item, has in zip(items or [], found, strict=True) if wanted <= has.items()]

    @functions.signature({"types": ["object", "null"]})
    def _func_query(self, values: Mapping[str, Any] | None) -> str | None:
        """A map as the query of an address; None where there is nothing in it."""
        return urlencode(values) if values else None

    @functions.signature({"types": ["number", "null"]}, {"types": ["number"]})
    def _func_minus(self, number: float | None, other: float) -> float | None:
        return number - other if number is not None else None

    @functions.signature({"types": ["array", "null"]}, {"types": ["number", "null"]})
    def _func_after(self, items: list[Any] | None, count: int | None) -> list[Any] | None:
        """The items that come after the first `count`; None where there are none."""
        return (items or [])[count:] or None if count is not None else None

    @functions.signature({"types": ["string", "null"]}, {"types": ["string", "null"]})
    def _func_older(self, version: str | None, other: str | None) -> bool:
        """True where a version (`7.1`, `OpenSearch_2.19`) comes before another; False where one is open."""
        if version is None or other is None:
            return False
        numbers = [[int(part) for part in re.findall(r"\d+", text)] for text in (version, other)]
        return numbers[0] < numbers[1]

    @functions.signature({"types": ["string", "null"]})
    def _func_to_base64(self, text: str | None) -> str | None:
        return b64encode(text.encode()).decode() if text is not None else None

    @functions.signature({"types": ["string", "null"]})
    def _func_from_base64(self, text: str | None) -> bytes | None:
        return b64decode(text) if text is not None else None

    @functions.signature({"types": ["object", "null"]})
    def _func_tag_list(self, values: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
        """A map of tags as EC2's list of Key and Value."""
        return [{"Key": key, "Value": value} for key, value in values.items()] if values else None

    @functions.signature({"types": ["array", "null"]}, {"types": ["string"]}, {"types": ["string"]})
    def _func_pairs(self, items: list[Any] | None, key: str, value: str) -> dict[str, Any]:
        """A list of names and values as a map; `key` and `value` are what the items call them."""
        return {item[key]: item.get(value) for item in items or []}

    @functions.signature({"types": ["object", "null"]}, {"types": ["string"]}, {"types": ["string"]})
    def _func_items_as(
        self, values: Mapping[str, Any] | None, key: str, value: str
    ) -> list[dict[str, Any]] | None:
        """A map as a list of names and values, called `key` and `value`; None where there is none."""
        return [{key: name, value: item} for name, item in values.items()] if values else None

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]}, {"types": ["string"]})
    def _func_replace(self, text: str | None, old: str, new: str) -> str | None:
        return text.replace(old, new) if text is not None else None

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]})
    def _func_without_end(self, text: str | None, end: str) -> str | None:
        return text.removesuffix(end) if text is not None else None

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]})
    def _func_split(self, text: str | None, separator: str) -> list[str] | None:
        return text.split(separator) if text else None

    @functions.signature({"types": ["string", "null"]})
    def _func_lower(self, text: str | None) -> str | None:
        return text.lower() if text is not None else None

    @functions.signature({"types": ["string", "number", "boolean", "null"]})
    def _func_text(self, value: str | float | bool | None) -> str | None:
        """A number or boolean in the words of an attribute: `60`, `true`; None stays None."""
        if value is None or isinstance(value, str):
            return value
        return str(value).lower()


_OPTIONS = jmespath.Options(custom_functions=_Functions())


@cache
def _compiled(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def evaluate(expression: str, context: Any) -> Any:
    """The value of a JMESPath, or of an ARN template (`arn:aws:ec2:%(_region)s:…`), over the context."""
    if expression.startswith("arn:"):
        return expression % context
    return _compiled(expression).search(context, options=_OPTIONS)


def arguments(table: Mapping[str, str], context: Mapping[str, Any]) -> dict[str, Any]:
    """The request parameters of a table of parameter path → expression; None results are left out."""
    parameters: dict[str, Any] = {}
    for path, expression in table.items():
        value = evaluate(expression, context)
        if value is not None:
            assign(parameters, path, value)
    return parameters


def assign(parameters: dict[str, Any], path: str, value: Any) -> None:
    """Sets the value under a dotted path; a numeric step is an index into a list; maps are merged."""
    steps = path.split(".")
    target: Any = parameters
    for step, following in zip(steps, [*steps[1:], ""], strict=True):
        empty: Any = [] if following.isdigit() else {}
        if isinstance(target, list):
            if len(target) <= int(step):
                target.append(empty)
            if not following:
                _put(target, int(step), value)
            target = target[int(step)]
        else:
            if not following:
                _put(target, step, value)
            target = target.setdefault(step, empty)


def merged(present: Any, added: Any) -> Any:
    """Two maps in one, and two lists item by item, at any depth; of anything else the second."""
    if isinstance(present, list) and isinstance(added, list):
        both = [merged(one, other) for one, other in zip(present, added, strict=False)]
        return [*both, *present[len(both) :], *added[len(both) :]]
    if not isinstance(present, dict) or not isinstance(added, Mapping):
        return added
    return {**present, **{key: merged(present.get(key), value) for key, value in added.items()}}


def _put(target: Any, step: Any, value: Any) -> None:
    target[step] = merged(target[step] if isinstance(target, list) or step in target else None, value)
