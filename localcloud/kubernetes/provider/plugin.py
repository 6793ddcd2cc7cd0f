"""KubernetesProvider: the provider's methods, each on one object of the configured cluster."""

from collections.abc import Callable

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
from localcloud.engine.plugin.values import Properties
from localcloud.kubernetes.provider import checking, configuration
from localcloud.kubernetes.provider.changes import changes
from localcloud.kubernetes.provider.connection import Connection
from localcloud.kubernetes.provider.difference import difference
from localcloud.kubernetes.provider.kinds import kind_of_type
from localcloud.kubernetes.provider.operations import Operations

_MUTABLE = {"enableConfigMapMutable": "ConfigMap", "enableSecretMutable": "Secret"}


class KubernetesProvider(ProviderPlugin):
    """Objects by server-side apply; readiness awaited; deleted when they are gone."""

    version = "4.34.2"

    def __init__(self) -> None:
        super().__init__()
        self._connection = Connection(configuration.Configuration())

    def check_config(self, inputs: Properties) -> Checked:
        return Checked(inputs, configuration.problems(inputs))

    def diff_config(self, olds: Properties, news: Properties) -> Diff:
        return configuration.difference(olds, news)

    def configure(self, config: Properties) -> None:
        self._connection = Connection(configuration.Configuration.of_properties(config))

    def secret_outputs(self, type: str) -> frozenset[str]:
        return frozenset({"data", "stringData"}) if type == "kubernetes:core/v1:Secret" else frozenset()

    def check(self, resource: Resource, olds: Properties, news: Properties, seed: bytes) -> Checked:
        is_namespaced = checking.scope_of(resource.type)
        if is_namespaced is None:
            is_namespaced = self._connection.is_namespaced(resource.type)
        namespace = self._connection.configuration.default_namespace if is_namespaced else None
        unfinished = None if olds else self.journal.unfinished_name(resource.urn)
        return checking.check(resource, olds, news, seed, namespace, unfinished)

    def diff(
        self, resource: Resource, id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        if not changes(old_inputs, news):
            return Diff()
        configured = self._connection.configuration.switches
        mutable = frozenset(name for switch, name in _MUTABLE.items() if switch in configured)
        operations = self._operations(resource)
        kind = kind_of_type(resource.type)
        return difference(kind, old_inputs, news, mutable, lambda: operations.rehearse(news, old_outputs))

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
            operations.plan(inputs, {})
            return "", inputs
        self.journal.begin(resource.urn, inputs["metadata"]["name"])
        try:
            return operations.create(inputs, timeout, created)
        except (PartialCreate, Unanswered):
            raise
        except ResourceError:
            self.journal.forget(resource.urn)  # refused: there is nothing to take up
            raise

    def read(self, resource: Resource, id: str, inputs: Properties, outputs: Properties) -> State | None:
        return self._operations(resource).read(id, inputs, outputs)

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
            return operations.plan(inputs, old_outputs) or {**old_outputs, **inputs}
        return operations.update(id, inputs, old_outputs, timeout)

    def delete(
        self, resource: Resource, id: str, inputs: Properties, outputs: Properties, timeout: float
    ) -> None:
        self._operations(resource).delete(id, inputs or outputs, timeout)

    def _operations(self, resource: Resource) -> Operations:
        return Operations(resource, self._connection, self.cancelled, lambda line: self.log(line, resource))
