"""Operations: create, read, update and delete of a resource by the calls that its binding names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import StructureShape

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.calls import Caller, Refused, recalled
from localcloud.aws.check import unmapped
from localcloud.aws.diff import changed
from localcloud.aws.expressions import arguments, assign, evaluate
from localcloud.aws.shapes import (
    Unmapped,
    api_name,
    camel,
    follow,
    member,
    tags_from_api,
    tags_to_api,
    to_api,
)
from localcloud.engine.plugin.provider import PartialCreate, ResourceError, State
from localcloud.engine.plugin.values import UNKNOWN, Properties

Context = dict[str, Any]


class Operations:
    """Carries out one binding for one caller."""

    def __init__(self, binding: Binding, caller: Caller, default_tags: Mapping[str, str]) -> None:
        self._binding, self._caller, self._default_tags = binding, caller, default_tags

    def create(
        self, inputs: Properties, created: Callable[[str], None], token: str = ""
    ) -> tuple[str, Properties]:
        """Makes the resource; returns its id and outputs.

        Where an earlier create under the token was cut off, the resource that it made is taken and brought in
        line. Raises PartialCreate where the resource exists but a further call about it failed.
        """
        binding = self._binding
        context = self._context("", inputs)
        operation = next(
            (other for key, other in binding.create_instead.items() if inputs.get(key)), binding.create
        )
        parameters = self._parameters(operation, inputs, inputs, arguments(binding.create_with, context))
        self._tag_on_create(operation, parameters, inputs)
        response = self._caller.call(binding.service, operation, parameters, binding.region, token)
        id = str(evaluate(binding.id, {**context, **response}))
        created(id)
        try:
            if recalled(response):
                return id, self.update(id, inputs, {}, inputs)
            return id, self._complete(operation, id, inputs, response)
        except ResourceError as error:
            raise PartialCreate(id, self.planned(inputs, {}), [str(error)]) from error

    def _complete(
        self, operation: str, id: str, inputs: Properties, response: Mapping[str, Any]
    ) -> Properties:
        binding = self._binding
        self._finish_create(operation, self._context(id, inputs) | {"_response": response}, inputs)
        live = self.live(id, inputs)
        if live is None:
            raise ResourceError(f"{operation}: {id} was created but cannot be read back by {binding.read}")
        if binding.tagging is not None and binding.tagging.create is None:
            self._tag(self._context(id, inputs), live, {}, inputs.get("tagsAll") or {})
            live = self.live(id, inputs) or live
        return self.outputs(id, inputs, live)

    def _finish_create(self, operation: str, context: Context, inputs: Properties) -> None:
        binding = self._binding
        for call in binding.calls:
            if "create" in call.on and call.when & inputs.keys():
                self._make(call, context)
        if binding.update_rest:
            taken = self._taken(operation)
            rest = {key for key in inputs if key in binding.properties and key not in taken}
            parameters = self._parameters(binding.update, inputs, rest)
            if parameters:
                with_them = arguments(binding.update_with, {**context, "_creating": True})
                self._call(binding.update, self._key(context) | with_them | parameters)

    def read(self, id: str, inputs: Properties, outputs: Properties) -> State | None:
        """The resource as AWS has it; None where it is gone. Inputs are empty on import."""
        live = self.live(id, inputs)
        if live is None:
            return None
        found = self._live_inputs(id, inputs, live)
        return State(id, found, self.outputs(id, {**inputs, **found}, live))

    def update(self, id: str, old: Properties, old_outputs: Properties, new: Properties) -> Properties:
        """Makes the calls that the changed properties need; returns the outputs."""
        binding = self._binding
        names = changed(binding, old, new)
        before = self._existing(id, old)
        if not names:  # asked for all the same: an earlier try did not get to its end
            old = self._live_inputs(id, new, before)
            names = changed(binding, old, new)
        context = self._context(id, new) | {"_old": old, "_outputs": old_outputs, "_live": before}
        if binding.update:
            wanted = set(new) if binding.update_whole and names - {"tags", "tagsAll"} else names
            parameters = self._parameters(binding.update, new, wanted)
            if parameters:
                further = arguments(binding.update_with, context)
                context["_response"] = self._call(binding.update, self._key(context) | further | parameters)
        for call in binding.calls:
            if "update" in call.on and call.when & names:
                self._make(call, context)
        live = self._existing(id, new)
        if binding.tagging is not None and "tagsAll" in names:
            self._tag(context, live, old.get("tagsAll") or {}, new.get("tagsAll") or {})
            live = self.live(id, new) or live
        return self.outputs(id, new, live)

    def delete(self, id: str, inputs: Properties, outputs: Properties) -> None:
        """Deletes; what is gone already is deleted."""
        binding = self._binding
        live = self.live(id, inputs)
        if live is None:
            return
        context = self._context(id, inputs) | {"_outputs": outputs, "_live": live}
        try:
            for call in binding.before_delete:
                if not call.when or call.when & inputs.keys():
                    self._make(call, context)
            if binding.delete:
                key = arguments(binding.delete_key, context) if binding.delete_key else self._key(context)
                self._call(binding.delete, key | arguments(binding.delete_with, context))
        except Refused as error:
            if error.code not in binding.gone:
                raise

    def _existing(self, id: str, inputs: Properties) -> dict[str, Any]:
        live = self.live(id, inputs)
        if live is None:
            raise ResourceError(f"{id} does not exist any more: run `pulumi refresh`, then update again")
        return live

    def live(self, id: str, inputs: Properties) -> dict[str, Any] | None:
        """The object as AWS shows it, with what the further reads add; None where it is gone."""
        binding = self._binding
        context = self._context(id, inputs)
        key = arguments(binding.read_key, context) if binding.read_key else self._key(context)
        try:
            found = evaluate(binding.result % context, self._call(binding.read, key))
        except Refused as error:
            if error.code in binding.gone:
                return None
            raise
        if found is None or (binding.gone_if and evaluate(binding.gone_if, found)):
            return None
        live = dict(found) if isinstance(found, Mapping) else {"value": found}
        for fetch in binding.fetches:
            live[fetch.into] = self._fetch(fetch, {**context, "_live": live})
        return live

    def _fetch(self, fetch: Fetch, context: Context) -> Any:
        try:
            response = self._call(fetch.operation, arguments(fetch.arguments, context))
        except Refused as error:
            if error.code in fetch.absent:
                return None
            raise
        return evaluate(fetch.result % context, response)

    def outputs(self, id: str, inputs: Properties, live: Mapping[str, Any]) -> Properties:
        """All outputs: the inputs, overlaid by what AWS says, the computed ones and the tags."""
        binding = self._binding
        outputs = {key: value for key, value in inputs.items() if not key.startswith("__")}
        for key, property in binding.properties.items():
            value = self._live_value(key, property, live)
            if value is None:
                continue
            written = inputs.get(key)
            followed = (
                follow(written, value, property) if written is not None else camel(value, property.verbatim)
            )
            if isinstance(followed, Mapping) and isinstance(value, Mapping) and not property.verbatim:
                followed = {**camel(value), **followed}
            outputs[key] = followed
        context = {**live, "_id": id, "_inputs": inputs, "_live": live, **self._place()}
        for key, expression in binding.outputs.items():
            outputs[key] = camel(evaluate(expression, context))
        if binding.tagging is not None:
            outputs["tagsAll"] = self._live_tags(context)
            outputs["tags"] = inputs.get("tags") or {}
        return outputs

    def planned(self, inputs: Properties, old_outputs: Properties | None = None) -> Properties:
        """The outputs that a preview can promise: unknown on create, kept on update save the volatile."""
        outputs = {key: value for key, value in inputs.items() if not key.startswith("__")}
        if old_outputs is None:
            unknown: Iterable[str] = self._binding.outputs
        else:
            outputs = {**old_outputs, **outputs}
            unknown = self._binding.volatile
        return {**outputs, **dict.fromkeys(unknown, UNKNOWN)}

    def _live_inputs(self, id: str, inputs: Properties, live: Mapping[str, Any]) -> Properties:
        binding = self._binding
        importing = not inputs
        found: Properties = {}
        for key, property in binding.properties.items():
            value = self._live_value(key, property, live)
            if importing and value not in (None, [], {}, ""):
                found[key] = camel(value, property.verbatim)
            elif key in inputs:
                found[key] = inputs[key] if value is None else follow(inputs[key], value, property)
        for key in binding.not_simulated.keys() & inputs.keys():
            found[key] = inputs[key]
        if binding.tagging is not None:
            tags = self._live_tags({**live, "_id": id, "_live": live, **self._place()})
            found["tagsAll"] = tags
            own = {key: value for key, value in tags.items() if self._default_tags.get(key) != value}
            written = inputs.get("tags") or {}
            found["tags"] = own | {key: value for key, value in written.items() if tags.get(key) == value}
            if not found["tags"] and "tags" not in inputs:
                del found["tags"]
        found["__defaults"] = inputs.get("__defaults", [])
        return found

    def _live_value(self, key: str, property: Property, live: Mapping[str, Any]) -> Any:
        if property.read is None:
            return None
        if property.read:
            return evaluate(property.read, live)
        name = (property.api or key).split(".")[-1]
        match = next((member for member in live if member.lower() == name.lower()), None)
        return live[match] if match is not None else None

    def _parameters(
        self,
        operation: str,
        inputs: Properties,
        names: Iterable[str],
        further: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The request parameters of the named inputs, put into the further ones."""
        shape = self._shape(operation)
        parameters: dict[str, Any] = dict(further or {})
        for key in names:
            property = self._binding.properties.get(key)
            if property is None or property.api is None or inputs.get(key) is None:
                continue
            path = property.api or api_name(key, shape)
            target = member(shape, path) if path else None
            if path and target is not None:
                try:
                    assign(parameters, path, to_api(inputs[key], target, property.rename, key))
                except Unmapped as error:
                    raise ResourceError(unmapped(self._binding, str(error))) from None
        return parameters

    def _taken(self, operation: str) -> set[str]:
        shape = self._shape(operation)
        properties = self._binding.properties.items()
        paths = {
            key: property.api or api_name(key, shape)
            for key, property in properties
            if property.api is not None
        }
        return {key for key, path in paths.items() if path and member(shape, path) is not None}

    def _tag_on_create(self, operation: str, parameters: dict[str, Any], inputs: Properties) -> None:
        tagging, tags = self._binding.tagging, inputs.get("tagsAll")
        if tagging is None or tagging.create is None or not tags:
            return
        if tagging.resource_type:
            form = member(self._shape(operation), "TagSpecifications.0.Tags")
            assert form is not None, operation
            specification = {"ResourceType": tagging.resource_type, "Tags": tags_to_api(tags, form)}
            parameters.setdefault("TagSpecifications", []).append(specification)
        else:
            form = member(self._shape(operation), tagging.create)
            assert form is not None, f"{operation} has no {tagging.create}"
            assign(parameters, tagging.create, tags_to_api(tags, form))

    def _tag(self, context: Context, live: Mapping[str, Any], old: Properties, new: Properties) -> None:
        tagging = self._binding.tagging
        assert tagging is not None
        name = evaluate(tagging.of, {**live, **context, **self._place()})
        removed = sorted(old.keys() - new.keys())
        added = {key: value for key, value in new.items() if old.get(key) != value}
        form = self._shape(tagging.tag)
        if added:
            parameter = next(key for key in form.members if key.lower() in ("tags", "tagslist", "taglist"))
            self._call(
                tagging.tag,
                self._named(tagging.tag, name) | {parameter: tags_to_api(added, form.members[parameter])},
            )
        if removed:
            shape = self._shape(tagging.untag)
            by_key = next((key for key in shape.members if key.lower() == "tagkeys"), None)
            keys: Any = removed if by_key else [{"Key": key} for key in removed]
            self._call(tagging.untag, self._named(tagging.untag, name) | {by_key or "Tags": keys})

    def _named(self, operation: str, name: str) -> dict[str, Any]:
        tagging = self._binding.tagging
        assert tagging is not None
        shape = self._shape(operation).members[tagging.resource]
        return {tagging.resource: [name] if shape.type_name == "list" else name}

    def _live_tags(self, context: Context) -> dict[str, str]:
        tagging = self._binding.tagging
        assert tagging is not None
        if tagging.fetch:
            name = evaluate(tagging.of, context)
            found = evaluate(tagging.result, self._call(tagging.fetch, self._named(tagging.fetch, name)))
        else:
            found = evaluate(tagging.read or "Tags", context)
        return tags_from_api(found)

    def _make(self, call: Call, context: Context) -> None:
        if call.only_if and not evaluate(call.only_if, context):
            return
        parameters = arguments(call.arguments, context)
        shape = self._shape(call.operation)
        fitted: dict[str, Any] = {}
        for key, value in parameters.items():
            target = member(shape, key)
            fitted[key] = to_api(value, target, {}, key) if target is not None else value
        self._call(call.operation, fitted)

    def _key(self, context: Context) -> dict[str, Any]:
        return arguments(self._binding.key, context)

    def _context(self, id: str, inputs: Properties) -> Context:
        binding = self._binding
        pieces = id.split(binding.separator, len(binding.parts) - 1) if binding.parts else []
        parts = dict(zip(binding.parts, pieces, strict=True)) if len(pieces) == len(binding.parts) else {}
        return {**parts, **inputs, "_id": id, "_inputs": inputs, **self._place()}

    def _place(self) -> Context:
        return {"_region": self._caller.region, "_account": self._caller.account}

    def _shape(self, operation: str) -> StructureShape:
        shape = self._caller.model(self._binding.service, operation).input_shape
        assert isinstance(shape, StructureShape), operation
        return shape

    def _call(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self._caller.call(self._binding.service, operation, parameters, self._binding.region)
