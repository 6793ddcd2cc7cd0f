"""What is done to the object of one resource, with errors in words that name it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from localcloud.engine.plugin.provider import PartialCreate, Resource, ResourceError, State, Unanswered
from localcloud.engine.plugin.values import Properties, contains_unknown
from localcloud.kubernetes.errors import KubernetesError, is_unanswered
from localcloud.kubernetes.provider import annotations, objects
from localcloud.kubernetes.provider.connection import Connection
from localcloud.kubernetes.provider.kinds import Name, field_manager, kind_of_object, kind_of_type

if TYPE_CHECKING:
    from localcloud.kubernetes.provider.cluster import Cluster, Rehearsal

# The modules that import the Kubernetes client are imported where they are used: half a second that a preview
# without a cluster does not need.
_DELETE_SECONDS = 600.0
_NEW_KIND_SECONDS = 15.0


class Operations:
    """The operations on one resource's object. `report` shows a passing line beside the resource."""

    def __init__(
        self,
        resource: Resource,
        connection: Connection,
        cancelled: threading.Event,
        report: Callable[[str], None],
    ) -> None:
        self._resource, self._connection = resource, connection
        self._cancelled, self._report = cancelled, report
        self._kind = kind_of_type(resource.type)

    def plan(self, inputs: Properties, outputs: Properties) -> Properties | None:
        """The outputs as applying would leave them; None where the server cannot be asked yet.

        Raises ResourceError if the server will refuse it whatever else the deployment does.
        """
        item = objects.written(inputs)
        if contains_unknown(item) or not self._connection.is_reachable():
            return None
        from localcloud.kubernetes.provider.cluster import is_final

        manager = self._manager(item, outputs)
        with self._named(_subject(item)):
            try:
                cluster = self._connection.cluster()
                planned = cluster.apply(item, manager, force=self._forces(item), dry_run=True)
                return objects.outputs(planned, manager)
            except KubernetesError as error:
                if is_final(error):
                    raise
                # Its namespace, its kind or its permission may come to be in this very deployment.
                self._report(f"cannot be tried before the deployment: {error}")
                return None

    def rehearse(self, news: Properties, outputs: Properties) -> "Rehearsal | None":
        """What applying would change of the live object; None where the server cannot be asked."""
        if contains_unknown(news) or not self._connection.is_reachable():
            return None
        item = objects.written(news)
        try:
            return self._connection.cluster().rehearse(item, self._manager(item, outputs))
        except KubernetesError as error:
            self._report(f"compared without the cluster: {error}")
            return None

    def create(
        self, inputs: Properties, timeout: float, created: Callable[[str], None]
    ) -> tuple[str, Properties]:
        """Applies what is not there yet and awaits it; id and outputs."""
        item = objects.written(inputs)
        manager = self._manager(item, {})
        with self._named(_subject(item)):
            cluster = self._connection.cluster()
            name = cluster.name_of(item, _NEW_KIND_SECONDS)
            cluster.refuse_existing(item, name, manager, self._has("upsertExistingObjects"))
            live = cluster.apply(item, manager, force=self._forces(item))
            created(str(name))
        return str(name), self._await(cluster, str(name), item, live, manager, timeout)

    def update(self, id: str, inputs: Properties, outputs: Properties, timeout: float) -> Properties:
        """Applies what has changed and awaits it; the new outputs."""
        item = objects.written(inputs)
        manager = self._manager(item, outputs)
        with self._named(_subject(item)):
            cluster = self._connection.cluster()
            live = cluster.apply(item, manager, force=self._forces(item))
        return self._await(cluster, id, item, live, manager, timeout)

    def read(self, id: str, inputs: Properties, outputs: Properties) -> State | None:
        """The object as it is; PartialCreate if it is known and not ready, None if it is gone.

        Without the words of an unready object the engine would forget that its last update left it so.
        """
        with self._named(f"{self._kind} {id}"):
            try:
                cluster = self._connection.cluster()
                live = cluster.find(self._kind, Name.of_id(id))
            except KubernetesError as error:
                if self._connection.is_lost(error):
                    return None
                raise
            if live is None:
                return None
            kept = objects.outputs(live, outputs.get(objects.MANAGER) or field_manager(self._resource.urn))
            if not inputs:
                return State(str(cluster.name_of(live)), objects.imported(live), kept)
            from localcloud.kubernetes.provider.readiness.awaiting import shortcomings

            seen = objects.refreshed(inputs, outputs, kept)
            reasons = [] if annotations.skips_await(seen) else shortcomings(cluster.api, live)
        if reasons:
            raise PartialCreate(id, kept, [f"{_subject(live)}: {reasons[0]}", *reasons[1:]], seen)
        return State(id, seen, kept)

    def delete(self, id: str, described: Properties, timeout: float) -> None:
        """Deletes and waits until it is gone; `described` is the object as it was written or read last."""
        from localcloud.kubernetes.provider import deletion

        seconds = timeout or annotations.timeout_seconds(described) or _DELETE_SECONDS
        propagation = annotations.propagation(described)
        with self._named(f"{self._kind} {id}"):
            try:
                cluster = self._connection.cluster()
                path = cluster.path(self._kind, Name.of_id(id))
                deletion.delete(cluster.api, path, propagation, seconds, self._cancelled, self._report)
            except KubernetesError as error:
                if not self._connection.is_lost(error):
                    raise

    def _await(
        self, cluster: "Cluster", id: str, item: Properties, live: Properties, manager: str, timeout: float
    ) -> Properties:
        if annotations.skips_await(item):
            return objects.outputs(live, manager)
        from localcloud.kubernetes.provider.readiness.awaiting import NotReadyError, await_ready

        seconds = timeout or annotations.timeout_seconds(item)
        path = cluster.path(self._kind, Name.of_id(id))
        try:
            live = await_ready(cluster.api, path, live, seconds, self._cancelled, self._report)
        except NotReadyError as error:
            live, (first, *rest) = error.live, error.reasons
        except KubernetesError as error:
            first, rest = f"it was applied, but whether it is ready is not known: {error}", []
        else:
            return objects.outputs(live, manager)
        raise PartialCreate(id, objects.outputs(live, manager), [f"{_subject(item)}: {first}", *rest], item)

    def _manager(self, item: Properties, outputs: Properties) -> str:
        return str(
            annotations.manager(item) or outputs.get(objects.MANAGER) or field_manager(self._resource.urn)
        )

    def _forces(self, item: Properties) -> bool:
        return annotations.forces(item) or self._has("enablePatchForce")

    def _has(self, switch: str) -> bool:
        return switch in self._connection.configuration.switches

    @contextmanager
    def _named(self, subject: str) -> Iterator[None]:
        try:
            yield
        except KubernetesError as error:
            kind = Unanswered if is_unanswered(error) else ResourceError
            raise kind(f"{subject}: {error}") from error


def _subject(item: Properties) -> str:
    metadata = item["metadata"]
    return f"{kind_of_object(item)} {Name(metadata['name'], metadata.get('namespace'))}"
