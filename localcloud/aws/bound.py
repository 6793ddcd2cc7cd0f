"""Bound: one binding on one caller, in the Region of one resource: its calls and what they are made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from botocore.model import StructureShape

from localcloud.aws.binding import Binding, Call, Fetch
from localcloud.aws.calls import Caller, Refused
from localcloud.aws.check import unmapped
from localcloud.aws.expressions import arguments, assign, evaluate, merged
from localcloud.aws.shapes import Unmapped, api_name, member, to_api
from localcloud.engine.plugin.provider import ResourceError
from localcloud.engine.plugin.values import Properties

Context = dict[str, Any]


class Bound:
    """What the operations on a resource share."""

    def __init__(self, binding: Binding, caller: Caller, inputs: Mapping[str, Any]) -> None:
        self.binding = binding
        self.region = str(inputs.get("region") or caller.region)
        self._caller = caller

    def call(self, operation: str, parameters: Mapping[str, Any], token: str = "") -> dict[str, Any]:
        """One call, in the resource's Region, or in the only one that its service has."""
        region = self.binding.region or self.region
        return self._caller.call(self.binding.service, operation, parameters, region, token)

    def shape(self, operation: str) -> StructureShape:
        """What an operation takes."""
        shape = self._caller.model(self.binding.service, operation).input_shape
        assert isinstance(shape, StructureShape), operation
        return shape

    def place(self) -> Context:
        """Where the resource is: `_region`, `_account`."""
        return {"_region": self.region, "_account": self._caller.account}

    def names(self, id: str, inputs: Properties) -> Context:
        """The resource by its id, the parts of it, its inputs and its place."""
        binding = self.binding
        pieces = id.split(binding.separator, len(binding.parts) - 1) if binding.parts else []
        parts = dict(zip(binding.parts, pieces, strict=True)) if len(pieces) == len(binding.parts) else {}
        return {**parts, **inputs, "_id": id, "_inputs": inputs, **self.place()}

    def context(self, id: str, inputs: Properties) -> Context:
        """What the expressions of the binding are evaluated over; costs the calls of its `lookups`."""
        context = self.names(id, inputs)
        for lookup in self.binding.lookups:
            context[lookup.into] = self.fetch(lookup, context)
        return context

    def key(self, context: Context) -> dict[str, Any]:
        """The parameters that name the resource."""
        return arguments(self.binding.key, context)

    def parameters(self, operation: str, inputs: Properties, names: Iterable[str]) -> dict[str, Any]:
        """The request parameters of the named inputs that the operation takes."""
        shape = self.shape(operation)
        parameters: dict[str, Any] = {}
        for key in names:
            property = self.binding.properties.get(key)
            if property is None or property.api is None or inputs.get(key) is None:
                continue
            value = evaluate(property.write, inputs[key]) if property.write else inputs[key]
            path = property.api or api_name(key, shape)
            if path and operation == self.binding.update:
                first, *rest = path.split(".")
                path = ".".join([self.binding.update_names.get(first, first), *rest])
            target = member(shape, path) if path else None
            if path and target is not None and value is not None:
                try:
                    assign(parameters, path, to_api(value, target, property.rename, key))
                except Unmapped as error:
                    raise ResourceError(unmapped(self.binding, str(error))) from None
        return parameters

    def taken(self, operation: str) -> set[str]:
        """The properties that an operation takes."""
        shape = self.shape(operation)
        paths = {
            key: property.api or api_name(key, shape)
            for key, property in self.binding.properties.items()
            if property.api is not None
        }
        return {key for key, path in paths.items() if path and member(shape, path) is not None}

    def make(self, call: Call, context: Context) -> None:
        """A further call, or one for each item, unless its condition does not hold."""
        if call.only_if and not evaluate(call.only_if, context):
            return
        shape = self.shape(call.operation)
        for item in evaluate(call.each, context) or [] if call.each else [None]:
            parameters: dict[str, Any] = {}
            for path, expression in call.arguments.items():
                value, target = evaluate(expression, {**context, "_item": item}), member(shape, path)
                if value is not None:
                    assign(parameters, path, value if target is None else to_api(value, target, {}, path))
            self.call(call.operation, parameters)

    def fetch(self, fetch: Fetch, context: Context) -> Any:
        """The result of a further read, or the list of those of each item."""
        if not fetch.each:
            return self._fetch(fetch, context)
        items = evaluate(fetch.each, context) or []
        return [self._fetch(fetch, {**context, "_item": item}) for item in items]

    def _fetch(self, fetch: Fetch, context: Context) -> Any:
        try:
            response = self.call(fetch.operation, arguments(fetch.arguments, context))
        except Refused as error:
            if error.code in fetch.absent:
                return None
            raise
        return evaluate(fetch.result % context, {**response, "_item": context.get("_item")})


def request(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a call, put together from several tables."""
    whole: dict[str, Any] = {}
    for part in parts:
        whole = merged(whole, part)
    return whole
