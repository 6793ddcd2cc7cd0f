"""pulumi-resource-aws of the embedded cloud: the binding table behind Pulumi's provider protocol."""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from localcloud.aws import check, diff
from localcloud.aws.binding import Binding
from localcloud.aws.bindings import BINDINGS
from localcloud.aws.calls import Caller
from localcloud.aws.functions import invoke
from localcloud.aws.operations import Operations
from localcloud.engine.plugin.provider import (
    Checked,
    Diff,
    PartialCreate,
    ProviderPlugin,
    Resource,
    ResourceError,
    State,
    Unanswered,
)
from localcloud.engine.plugin.serve import serve
from localcloud.engine.plugin.values import UNKNOWN, Properties, contains_unknown

# What the provider's own configuration may hold; the rest would be without effect here, so it is refused.
_CONFIGURATION = frozenset(
    {
        "region",
        "defaultTags",
        "version",
        "skipCredentialsValidation",
        "skipMetadataApiCheck",
        "skipRegionValidation",
    }
)


Result = TypeVar("Result")


class Aws(ProviderPlugin):
    """Carries out pulumi-aws's resources on the endpoint that AWS_ENDPOINT_URL names."""

    version = "7.51.1"

    def __init__(self) -> None:
        super().__init__()
        self._caller: Caller | None = None
        self._default_tags: Any = {}

    def check_config(self, inputs: Properties) -> Checked:
        unknown = sorted(inputs.keys() - _CONFIGURATION)
        failures = [
            (
                key,
                f"provider setting '{key}' has no effect in the embedded cloud; it knows "
                f"{', '.join(sorted(_CONFIGURATION))}",
            )
            for key in unknown
        ]
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if "region" not in inputs and region is None:
            failures.append(("region", "no Region: set `aws:region`, the provider's `region` or AWS_REGION"))
        return Checked({"region": region, **inputs} if region else inputs, failures)

    def configure(self, config: Properties) -> None:
        tags = config.get("defaultTags")
        tags = json.loads(tags) if isinstance(tags, str) else tags
        self._default_tags = (
            tags.get("tags", {}) if isinstance(tags, Mapping) else UNKNOWN if tags is UNKNOWN else {}
        )
        self._caller = Caller(str(config.get("region") or os.environ["AWS_REGION"]))

    def secret_outputs(self, type: str) -> frozenset[str]:
        return BINDINGS[type].secret if type in BINDINGS else frozenset()

    def check(self, resource: Resource, olds: Properties, news: Properties, seed: bytes) -> Checked:
        unfinished = None if olds else self.journal.unfinished_name(resource.urn)
        return check.check(_binding(resource), resource, olds, news, seed, self._default_tags, unfinished)

    def diff(
        self, resource: Resource, id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        assert self._caller is not None, "the engine configures a provider before it asks it"
        return diff.diff(_binding(resource), old_inputs, news, self._caller.region)

    def create(
        self,
        resource: Resource,
        inputs: Properties,
        timeout: float,
        preview: bool,
        created: Callable[[str], None],
    ) -> tuple[str, Properties]:
        operations = self._operations(resource)
        if preview:
            return "", operations.planned(inputs)
        name = inputs.get(_binding(resource).name) if _binding(resource).name else None
        token = self.journal.begin(resource.urn, name)
        try:
            return self._named(resource, "", lambda: operations.create(inputs, created, token))
        except (Unanswered, PartialCreate):
            raise
        except ResourceError:
            self.journal.forget(resource.urn)  # refused: there is nothing to find again
            raise

    def read(self, resource: Resource, id: str, inputs: Properties, outputs: Properties) -> State | None:
        return self._named(resource, id, lambda: self._operations(resource).read(id, inputs, outputs))

    def update(
        self,
        resource: Resource,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        inputs: Properties,
        timeout: float,
        preview: bool,
    ) -> Properties:
        operations = self._operations(resource)
        if preview:
            return operations.planned(inputs, old_outputs)
        return self._named(resource, id, lambda: operations.update(id, old_inputs, old_outputs, inputs))

    def delete(
        self, resource: Resource, id: str, inputs: Properties, outputs: Properties, timeout: float
    ) -> None:
        self._named(resource, id, lambda: self._operations(resource).delete(id, inputs, outputs))

    def invoke(self, token: str, args: Properties) -> Properties:
        assert self._caller is not None, "the engine configures a provider before it asks it"
        return invoke(self._caller, token, args)

    def _operations(self, resource: Resource) -> Operations:
        assert self._caller is not None, "the engine configures a provider before it asks it"
        tags = {} if contains_unknown(self._default_tags) else self._default_tags
        return Operations(_binding(resource), self._caller, tags)

    def _named(self, resource: Resource, id: str, operation: Callable[[], Result]) -> Result:
        try:
            return operation()
        except ResourceError as error:
            subject = f"{resource.type} {resource.name!r}" + (f" ({id})" if id else "")
            if isinstance(error, PartialCreate):
                raise PartialCreate(error.id, error.outputs, [f"{subject}: {error}"]) from error
            kind = Unanswered if isinstance(error, Unanswered) else ResourceError
            raise kind(f"{subject}: {error}") from error


def _binding(resource: Resource) -> Binding:
    binding = BINDINGS.get(resource.type)
    if binding is None:
        raise ResourceError(
            f"resource type {resource.type} ({resource.name!r}) is not bound in the embedded cloud: "
            f"add a binding in localcloud/aws/bindings (docs/local-cloud.md shows how in ten lines), "
            f"or deploy it with the official provider"
        )
    return binding


if __name__ == "__main__":
    serve(Aws())
