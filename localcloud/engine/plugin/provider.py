"""ProviderPlugin: what a resource provider of the embedded cloud implements, on plain Python values."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from localcloud.engine.plugin.journal import Journal
from localcloud.engine.plugin.values import Properties


class Change(Enum):
    """How one property differs between the old inputs and the new."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True)
class PropertyChange:
    """One difference: the kind, and whether it forces a replacement of the resource."""

    change: Change
    replaces: bool = False


@dataclass(frozen=True)
class Diff:
    """All differences by property path (`tags.owner`, `ingress[0].fromPort`); empty means nothing to do."""

    changes: dict[str, PropertyChange] = field(default_factory=dict)
    delete_before_replace: bool = False


@dataclass(frozen=True)
class Resource:
    """The identity of the resource that a request is about."""

    urn: str
    type: str
    name: str


@dataclass(frozen=True)
class Checked:
    """The normalised inputs, and the reasons for which they are refused (property path, message)."""

    inputs: Properties
    failures: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class State:
    """A resource as it is: its id, its inputs as they would have to be written, its outputs."""

    id: str
    inputs: Properties
    outputs: Properties


class ResourceError(Exception):
    """An operation on a resource failed, in the words that the user shall read."""


class Unanswered(ResourceError):
    """A call got no answer; whether it took effect is unknown. The next try repeats it under its token."""


class PartialCreate(ResourceError):
    """The resource exists but did not get as far as it should: it stays in the state, marked.

    `reasons` are shown one per line. Raised by `create` (then `id` is required) and by `update`.
    """

    def __init__(
        self, id: str, outputs: Properties, reasons: Sequence[str], inputs: Properties | None = None
    ):
        super().__init__("; ".join(reasons))
        self.id, self.outputs, self.reasons, self.inputs = id, outputs, list(reasons), inputs


class ProviderPlugin(ABC):
    """A provider without the wire: values are plain, secrets are revealed and marked again by the servicer.

    What a method returns is secret where the input of the same top-level name was secret, and where
    `secret_outputs` says so. Methods run in several threads at once. Long waits must watch `cancelled`.
    """

    version: str

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self.journal = Journal(None)
        self.log: Callable[[str, Resource | None], None] = lambda message, resource: None
        """Shows a passing status message beside the resource while it is worked on."""

    def check_config(self, inputs: Properties) -> Checked:
        """The provider's own configuration, normalised; values may be UNKNOWN."""
        return Checked(inputs)

    def diff_config(self, olds: Properties, news: Properties) -> Diff:
        """What changes when the provider's configuration changes; never replaces unless overridden."""
        changed = {key for key in olds.keys() | news.keys() if olds.get(key) != news.get(key)}
        return Diff({key: PropertyChange(Change.UPDATE) for key in changed})

    @abstractmethod
    def configure(self, config: Properties) -> None:
        """Takes the configuration. Nested values travel as JSON text; it may hold UNKNOWN in a preview."""

    def secret_outputs(self, type: str) -> frozenset[str]:
        """The outputs of a type that are secret whatever the inputs were."""
        return frozenset()

    @abstractmethod
    def check(self, resource: Resource, olds: Properties, news: Properties, seed: bytes) -> Checked:
        """Normalises and validates inputs; `olds` are the last checked inputs, empty for a new resource."""

    @abstractmethod
    def diff(
        self, resource: Resource, id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        """Compares the last inputs with the new ones; `news` may hold UNKNOWN in a preview."""

    @abstractmethod
    def create(
        self,
        resource: Resource,
        inputs: Properties,
        timeout: float,
        preview: bool,
        created: Callable[[str], None],
    ) -> tuple[str, Properties]:
        """Creates; calls `created(id)` as soon as the id is known. In a preview: id "", planned outputs."""

    @abstractmethod
    def read(self, resource: Resource, id: str, inputs: Properties, outputs: Properties) -> State | None:
        """The resource as it is now, None if it is gone; `inputs` is empty on import."""

    @abstractmethod
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
        """Changes in place and returns the new outputs."""

    @abstractmethod
    def delete(
        self, resource: Resource, id: str, inputs: Properties, outputs: Properties, timeout: float
    ) -> None:
        """Deletes; a resource that is already gone is deleted."""

    def invoke(self, token: str, args: Properties) -> Properties:
        """Answers a function (data source)."""
        raise ResourceError(f"function {token} is not available in the embedded cloud")
