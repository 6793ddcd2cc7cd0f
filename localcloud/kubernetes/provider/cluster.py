"""The cluster that a provider is configured for, connected to when it is first needed."""

import secrets
import time
from dataclasses import dataclass

from localcloud.kubernetes import access
from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError
from localcloud.kubernetes.provider.discovery import Discovery, Mapping
from localcloud.kubernetes.provider.kinds import Kind, Name, kind_of_object
from localcloud.kubernetes.provider.objects import Object, is_owned_by

_BAD_REQUEST, _CONFLICT, _INVALID = 400, 409, 422
_NEW_KIND_SECONDS = 15.0
_GONE_SECONDS = 60.0
_POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Rehearsal:
    """What applying would do: the object as it is, as it would be, and the fields that cannot be changed."""

    live: Object | None = None
    planned: Object | None = None
    refused: tuple[str, ...] = ()


class Cluster:
    """Objects of one API server, by kind and name."""

    def __init__(self, api: Api, default_namespace: str) -> None:
        self.api, self.default_namespace = api, default_namespace
        self._discovery = Discovery(api)

    def mapping(self, kind: Kind, patience: float = 0.0) -> Mapping:
        """Where objects of the kind are."""
        return self._discovery.mapping(kind, patience)

    def name_of(self, item: Object, patience: float = 0.0) -> Name:
        """The object's name; a kind that has namespaces gets the default one where none is given."""
        metadata = item["metadata"]
        if not self.mapping(kind_of_object(item), patience).is_namespaced:
            return Name(metadata["name"])
        return Name(metadata["name"], metadata.get("namespace") or self.default_namespace)

    def find(self, kind: Kind, name: Name) -> Object | None:
        """The object, None if it is not there."""
        return self.api.find(self.path(kind, name))

    def path(self, kind: Kind, name: Name) -> str:
        """The REST path of the object; a namespace is added or dropped as the kind wants."""
        mapping = self.mapping(kind)
        if not mapping.is_namespaced:
            return mapping.path(Name(name.name))
        return mapping.path(Name(name.name, name.namespace or self.default_namespace))

    def apply(self, item: Object, manager: str, *, force: bool = False, dry_run: bool = False) -> Object:
        """Server-side apply; the kind may be a moment old."""
        kind = kind_of_object(item)
        name = self.name_of(item, 0.0 if dry_run else _NEW_KIND_SECONDS)
        return self.api.apply(self.path(kind, name), item, manager, force, dry_run)

    def refuse_existing(self, item: Object, name: Name, manager: str, upsert: bool) -> None:
        """KubernetesError if the object is there, unless it is the manager's, from a creation cut short.

        One that is being deleted is waited for. A namespace made for a binding may be taken over.
        """
        kind, deadline = kind_of_object(item), time.monotonic() + _GONE_SECONDS
        while (live := self.find(kind, name)) is not None:
            if not live["metadata"].get("deletionTimestamp"):
                break
            if time.monotonic() > deadline:
                raise KubernetesError(f"the old one is still being deleted after {_GONE_SECONDS:.0f} s")
            time.sleep(_POLL_SECONDS)
        if live is None or upsert or is_owned_by(live, manager):
            return
        if kind.name != "Namespace" or not is_owned_by(live, access.MANAGER):
            resource = ".".join(filter(None, (self.mapping(kind).plural, kind.group)))
            raise KubernetesError(
                f'{resource} "{name.name}" already exists: import it (its id is {name}), give this one '
                "another name, or set upsertExistingObjects on the provider to take it over"
            )

    def rehearse(self, item: Object, manager: str) -> Rehearsal:
        """Applies without effect, taking every conflict, and tells what would come of it."""
        kind = kind_of_object(item)
        live = self.find(kind, self.name_of(item))
        if live is None:
            return Rehearsal()
        try:
            return Rehearsal(live, self.apply(item, manager, force=True, dry_run=True))
        except ApiError as error:
            if error.code != _INVALID or not self._is_valid_anew(item, manager):
                return Rehearsal(live)
            causes = error.details.get("causes", [])
            return Rehearsal(live, None, tuple(cause["field"] for cause in causes if cause.get("field")))

    def _is_valid_anew(self, item: Object, manager: str) -> bool:
        # What the server takes for a new object but not for the live one can only be had by replacing.
        metadata = {**item["metadata"], "name": f"new-{secrets.token_hex(6)}"}
        try:
            self.apply({**item, "metadata": metadata}, manager, dry_run=True)
        except ApiError:
            return False
        return True


def is_final(error: KubernetesError) -> bool:
    """True for a refusal that nothing in the same deployment mends: malformed, invalid, or in conflict."""
    if not isinstance(error, ApiError):
        return False
    return error.code in (_BAD_REQUEST, _CONFLICT, _INVALID) or error.is_unknown_field
