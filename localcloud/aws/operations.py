"""Operations: create, read, update and delete of a resource by the calls that its binding names."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localcloud.aws import live, tags
from localcloud.aws.binding import Binding
from localcloud.aws.bound import Bound, Context
from localcloud.aws.calls import Caller, Refused, recalled
from localcloud.aws.diff import changed
from localcloud.aws.expressions import arguments, evaluate, merged
from localcloud.engine.plugin.provider import PartialCreate, ResourceError, State
from localcloud.engine.plugin.values import UNKNOWN, Properties


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
        binding, bound = self._binding, self._bound(inputs)
        context = bound.context("", inputs) | {"_token": token or uuid.uuid4().hex}
        operation = next(
            (other for key, other in binding.create_instead.items() if inputs.get(key)), binding.create
        )
        own = bound.parameters(operation, inputs, inputs)
        parameters = merged(arguments(binding.create_with, context), own)
        tags.on_create(bound, operation, parameters, inputs)
        response = bound.call(operation, parameters, token)
        id = str(evaluate(binding.id, {**context, **response}))
        created(id)
        try:
            if recalled(response):
                return id, self.update(id, inputs, {}, inputs)
            return id, self._complete(bound, operation, id, inputs, response)
        except ResourceError as error:
            known = {key: value for key, value in inputs.items() if not key.startswith("__")}
            raise PartialCreate(id, known, [str(error)]) from error

    def _complete(
        self, bound: Bound, operation: str, id: str, inputs: Properties, response: Mapping[str, Any]
    ) -> Properties:
        binding = self._binding
        self._finish_create(bound, operation, bound.context(id, inputs) | {"_response": response}, inputs)
        found = live.read(bound, id, inputs)
        if found is None:
            raise ResourceError(f"{operation}: {id} was created but cannot be read back by {binding.read}")
        tagsall = inputs.get("tagsAll")
        if binding.tagging is not None and binding.tagging.create is None and tagsall:
            tags.change(bound, binding.tagging, {**found, **bound.context(id, inputs)}, {}, tagsall)
            found = live.read(bound, id, inputs) or found
        self._check_ready(id, found)
        return live.outputs(bound, id, inputs, found)

    def _finish_create(self, bound: Bound, operation: str, context: Context, inputs: Properties) -> None:
        binding = self._binding
        for call in binding.calls:
            if "create" in call.on and call.when & inputs.keys():
                bound.make(call, context)
        if binding.update_rest:
            taken = bound.taken(operation)
            rest = {key for key in inputs if key in binding.properties and key not in taken}
            own = bound.parameters(binding.update, inputs, rest)
            if own:
                self._update(bound, own, {**context, "_creating": True})

    def read(self, id: str, inputs: Properties, outputs: Properties) -> State | None:
        """The resource as AWS has it; None where it is gone. Inputs are empty on import."""
        bound = self._bound(inputs)
        found = live.read(bound, id, inputs)
        if found is None:
            return None
        as_written = live.inputs_of(bound, id, inputs, found, self._default_tags)
        return State(id, as_written, live.outputs(bound, id, {**inputs, **as_written}, found))

    def update(self, id: str, old: Properties, old_outputs: Properties, new: Properties) -> Properties:
        """Makes the calls that the changed properties need; returns the outputs."""
        binding, bound = self._binding, self._bound(new)
        names = changed(binding, old, new)
        before = self._existing(bound, id, old)
        if not names:  # asked for all the same: an earlier try did not get to its end
            old = live.inputs_of(bound, id, new, before, self._default_tags)
            names = changed(binding, old, new)
        context = bound.context(id, new) | {"_old": old, "_outputs": old_outputs, "_live": before}
        calls = [call for call in binding.calls if "update" in call.on and call.when & names]
        for call in calls:
            if call.first:
                bound.make(call, context)
        if binding.update:
            wanted = set(new) if binding.update_whole and names - {"tags", "tagsAll"} else names
            own = bound.parameters(binding.update, new, wanted)
            if own:
                context["_response"] = self._update(bound, own, context)
        for call in calls:
            if not call.first:
                bound.make(call, context)
        found = self._existing(bound, id, new)
        if binding.tagging is not None and "tagsAll" in names:
            place = {**found, **context}
            tags.change(bound, binding.tagging, place, old.get("tagsAll") or {}, new.get("tagsAll") or {})
            found = live.read(bound, id, new) or found
        self._check_ready(id, found)
        return live.outputs(bound, id, new, found)

    def _update(self, bound: Bound, own: dict[str, Any], context: Context) -> dict[str, Any]:
        further = arguments(self._binding.update_with, context)
        return bound.call(self._binding.update, merged(bound.key(context) | further, own))

    def delete(self, id: str, inputs: Properties, outputs: Properties) -> None:
        """Deletes; what is gone already is deleted."""
        binding, bound = self._binding, self._bound(inputs)
        found = live.read(bound, id, inputs)
        if found is None:
            return
        context = bound.context(id, inputs) | {"_outputs": outputs, "_live": found}
        try:
            for call in binding.before_delete:
                if not call.when or call.when & inputs.keys():
                    bound.make(call, context)
                    context["_live"] = live.read(bound, id, inputs)
            if binding.delete and not (binding.kept_if and evaluate(binding.kept_if, inputs)):
                key = arguments(binding.delete_key, context) if binding.delete_key else bound.key(context)
                bound.call(binding.delete, key | arguments(binding.delete_with, context))
        except Refused as error:
            if error.code not in binding.gone:
                raise

    def planned(self, inputs: Properties, old_outputs: Properties | None = None) -> Properties:
        """The outputs that a preview can promise: unknown on create, kept on update save the volatile."""
        outputs = {key: value for key, value in inputs.items() if not key.startswith("__")}
        if not self._binding.region:
            outputs.setdefault("region", self._caller.region)
        if old_outputs is None:
            unknown: Iterable[str] = self._binding.outputs
        else:
            outputs = {**old_outputs, **outputs}
            unknown = self._binding.volatile
        return {**outputs, **dict.fromkeys(unknown, UNKNOWN)}

    def _check_ready(self, id: str, found: Mapping[str, Any]) -> None:
        ready = self._binding.ready
        if ready is not None and not evaluate(ready.when, found):
            raise ResourceError(f"{id} is not ready: {evaluate(ready.otherwise, found)}")

    def _existing(self, bound: Bound, id: str, inputs: Properties) -> dict[str, Any]:
        found = live.read(bound, id, inputs)
        if found is None:
            raise ResourceError(f"{id} does not exist any more: run `pulumi refresh`, then update again")
        return found

    def _bound(self, inputs: Properties) -> Bound:
        return Bound(self._binding, self._caller, inputs)
