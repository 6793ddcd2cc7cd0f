"""KubernetesProvider: the operations of the provider, on objects of the configured cluster."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from localcloud.engine.plugin.provider import (
    Checked,
    Diff,
    PartialCreate,
    ProviderPlugin,
    Resource,
    ResourceError,
    State,
)
from localcloud.engine.plugin.values import Properties, contains_unknown
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.provider import annotations, checking, configuration, objects
from localcloud.kubernetes.provider.changes import changes
from localcloud.kubernetes.provider.connection import Connection
from localcloud.kubernetes.provider.difference import difference
from localcloud.kubernetes.provider.kinds import Name, field_manager, kind_of_object, kind_of_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localcloud.kubernetes.provider.cluster import Cluster, Rehearsal

_DELETE_SECONDS = 600.0
_NEW_KIND_SECONDS = 15.0
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
        return checking.check(resource, olds, news, seed, namespace)

    def diff(
        self, resource: Resource, id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        if not changes(old_inputs, news):
            return Diff()
        configured = self._connection.configuration.switches
        mutable = frozenset(name for switch, name in _MUTABLE.items() if switch in configured)
        return difference(
            kind_of_type(resource.type),
            old_inputs,
            news,
            mutable,
            lambda: self._rehearse(news, old_outputs, resource),
        )

    def create(
        self,
        resource: Resource,
        inputs: Properties,
        timeout: float,
        preview: bool,
        created: Callable[[str], None],
    ) -> tuple[str, Properties]:
        item = objects.written(inputs)
        manager = annotations.manager(item) or field_manager(resource.urn)
        if preview:
            self._plan(resource, item, manager)
            return "", inputs
        with _said_of(resource, item):
            cluster = self._connection.cluster()
            name = cluster.name_of(item, _NEW_KIND_SECONDS)
            cluster.refuse_existing(item, name, manager, self._has("upsertExistingObjects"))
            created(str(name))
            live = cluster.apply(item, manager, force=self._forces(item))
        return str(name), self._await(resource, cluster, str(name), item, live, manager, timeout)

    def read(self, resource: Resource, id: str, inputs: Properties, outputs: Properties) -> State | None:
        kind = kind_of_type(resource.type)
        with _said_of(resource, id):
            try:
                cluster = self._connection.cluster()
                live = cluster.find(kind, Name.of_id(id))
            except KubernetesError as error:
                if self._connection.is_lost(error):
                    return None
                raise
        if live is None:
            return None
        manager = outputs.get(objects.MANAGER) or field_manager(resource.urn)
        kept = objects.outputs(live, manager)
        seen = objects.refreshed(inputs, outputs, kept) if inputs else objects.imported(live)
        return State(str(cluster.name_of(live)), seen, kept)

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
        item = objects.written(inputs)
        manager = annotations.manager(item) or old_outputs.get(objects.MANAGER) or field_manager(resource.urn)
        if preview:
            planned = self._plan(resource, item, manager)
            return objects.outputs(planned, manager) if planned else {**old_outputs, **inputs}
        with _said_of(resource, item):
            cluster = self._connection.cluster()
            live = cluster.apply(item, manager, force=self._forces(item))
        return self._await(resource, cluster, id, item, live, manager, timeout)

    def delete(
        self, resource: Resource, id: str, inputs: Properties, outputs: Properties, timeout: float
    ) -> None:
        from localcloud.kubernetes.provider import deletion

        described = inputs or outputs
        with _said_of(resource, id):
            try:
                cluster = self._connection.cluster()
                deletion.delete(
                    cluster.api,
                    cluster.path(kind_of_type(resource.type), Name.of_id(id)),
                    annotations.propagation(described),
                    timeout or annotations.timeout_seconds(described) or _DELETE_SECONDS,
                    self.cancelled,
                    lambda line: self.log(line, resource),
                )
            except KubernetesError as error:
                if not self._connection.is_lost(error):
                    raise

    def _await(
        self,
        resource: Resource,
        cluster: "Cluster",
        id: str,
        item: Properties,
        live: Properties,
        manager: str,
        timeout: float,
    ) -> Properties:
        if annotations.skips_await(item):
            return objects.outputs(live, manager)
        from localcloud.kubernetes.provider.readiness.awaiting import NotReadyError, await_ready

        seconds = timeout or annotations.timeout_seconds(item)
        path = cluster.path(kind_of_object(item), Name.of_id(id))
        try:
            with _said_of(resource, item):
                live = await_ready(
                    cluster.api, path, live, seconds, self.cancelled, lambda line: self.log(line, resource)
                )
        except NotReadyError as error:
            first, *rest = error.reasons
            reasons = [f"{_subject(item)}: {first}", *rest]
            raise PartialCreate(id, objects.outputs(error.live, manager), reasons, item) from error
        return objects.outputs(live, manager)

    def _plan(self, resource: Resource, item: Properties, manager: str) -> Properties | None:
        """What the server would make of it, None where it cannot be asked yet; raises what is final."""
        if contains_unknown(item) or not self._connection.is_reachable():
            return None
        from localcloud.kubernetes.provider.cluster import is_final

        with _said_of(resource, item):
            try:
                return self._connection.cluster().apply(item, manager, force=self._forces(item), dry_run=True)
            except KubernetesError as error:
                if is_final(error):
                    raise
                # Its namespace, its kind or its permission may come to be in this very deployment.
                self.log(f"cannot be tried before the deployment: {error}", resource)
                return None

    def _rehearse(self, news: Properties, outputs: Properties, resource: Resource) -> "Rehearsal | None":
        if contains_unknown(news) or not self._connection.is_reachable():
            return None
        item = objects.written(news)
        manager = annotations.manager(item) or outputs.get(objects.MANAGER) or field_manager(resource.urn)
        try:
            return self._connection.cluster().rehearse(item, manager)
        except KubernetesError as error:
            self.log(f"compared without the cluster: {error}", resource)
            return None

    def _forces(self, item: Properties) -> bool:
        return annotations.forces(item) or self._has("enablePatchForce")

    def _has(self, switch: str) -> bool:
        return switch in self._connection.configuration.switches


def _subject(item: Properties) -> str:
    metadata = item["metadata"]
    return f"{kind_of_object(item)} {Name(metadata['name'], metadata.get('namespace'))}"


@contextmanager
def _said_of(resource: Resource, subject: "Properties | str") -> "Iterator[None]":
    """Turns an error of the cluster into one of the resource, which names the object."""
    try:
        yield
    except KubernetesError as error:
        of = f"{kind_of_type(resource.type)} {subject}" if isinstance(subject, str) else _subject(subject)
        raise ResourceError(f"{of}: {error}") from error
