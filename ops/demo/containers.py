"""What the Deployments and Jobs of a cluster run, with the values of their ConfigMaps and Secrets."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kubernetes import client

Manifest = Mapping[str, Any]

# Who has made what is run.
LABEL = "app.kubernetes.io/managed-by=pulumi"
# What the image of the app starts; the programs of other images are not here.
START = ("python", "-m", "app.processes")


@dataclass(frozen=True)
class Container:
    """The one container of a workload's pods."""

    workload: str
    kind: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    # The text of each mounted file by its path in the container; of a Secret's, only its user may read them.
    files: Mapping[str, str]
    # Port of the container by its name.
    ports: Mapping[str, int]
    # Told to be ready by this, in the form of Kubernetes; a Job has none.
    probe: Manifest | None
    grace_seconds: int


@dataclass(frozen=True)
class Deployed:
    """Of one phase: the app's containers in the order of their making, Services and ConfigMaps by name."""

    containers: Sequence[Container]
    # The workload behind each Service.
    services: Mapping[str, str]
    config_maps: Mapping[str, Mapping[str, str]]
    # The Service that the load balancer sends everybody to.
    entry: str

    def jobs(self) -> list[Container]:
        """Return those that prepare a database before the others begin; the broker here has its users."""
        return [one for one in self.containers if one.kind == "Job" and "DATABASE_NAME" in one.environment]

    def servers(self) -> list[Container]:
        """Return those that keep running."""
        return [one for one in self.containers if one.kind == "Deployment"]


class NothingDeployed(RuntimeError):
    """The cluster has no workload of this platform."""


def from_cluster(api: client.ApiClient) -> Deployed:
    """Read all of it from the API server. Raise NothingDeployed."""
    core, apps, batch = client.CoreV1Api(api), client.AppsV1Api(api), client.BatchV1Api(api)
    found = _listed("Deployment", apps.list_deployment_for_all_namespaces, label_selector=LABEL)
    if not found:
        raise NothingDeployed("no Deployment is labelled with " + LABEL)
    namespace = found[0]["metadata"]["namespace"]
    for kind, listing in (
        ("Job", batch.list_namespaced_job),
        ("Service", core.list_namespaced_service),
        ("ConfigMap", core.list_namespaced_config_map),
        ("Secret", core.list_namespaced_secret),
    ):
        found += _listed(kind, listing, namespace)
    return deployed(sorted(found, key=lambda item: str(item["metadata"].get("creationTimestamp"))))


def _listed(kind: str, listing: Callable[..., Any], *where: str, **which: str) -> list[Manifest]:
    answer = listing(*where, **which, _preload_content=False)
    return [{**item, "kind": kind} for item in json.loads(answer.data)["items"]]


def deployed(manifests: Iterable[Manifest]) -> Deployed:
    """Put together what belongs together."""
    items = list(manifests)
    by_kind: dict[str, dict[str, Manifest]] = {}
    for item in items:
        by_kind.setdefault(item["kind"], {})[item["metadata"]["name"]] = item
    config_maps = {name: item["data"] for name, item in by_kind.get("ConfigMap", {}).items()}
    secrets = {name: _opened(item) for name, item in by_kind.get("Secret", {}).items()}
    workloads = {
        tuple(sorted(item["spec"]["selector"]["matchLabels"].items())): name
        for name, item in by_kind["Deployment"].items()
    }
    selected = {
        name: workloads.get(tuple(sorted(item["spec"]["selector"].items())))
        for name, item in by_kind["Service"].items()
    }
    services = {name: workload for name, workload in selected.items() if workload}
    (entry,) = (name for name, item in by_kind["Service"].items() if item["spec"].get("type") == "NodePort")
    containers = [
        _container(item, config_maps, secrets)
        for item in items
        if item["kind"] in ("Deployment", "Job") and _is_of_the_app(item)
    ]
    return Deployed(containers, services, config_maps, entry)


def _is_of_the_app(item: Manifest) -> bool:
    (first, *_) = item["spec"]["template"]["spec"]["containers"]
    return tuple(first.get("command", ())[: len(START)]) == START


def _opened(secret: Manifest) -> dict[str, str]:
    coded = {key: base64.b64decode(value).decode() for key, value in (secret.get("data") or {}).items()}
    return {**coded, **(secret.get("stringData") or {})}


def _container(
    item: Manifest, config_maps: Mapping[str, Mapping[str, str]], secrets: Mapping[str, Mapping[str, str]]
) -> Container:
    pod = item["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    environment: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        environment |= config_maps[source["configMapRef"]["name"]]
    environment |= {one["name"]: one["value"] for one in container["env"] if "value" in one}
    files: dict[str, str] = {}
    volumes = {one["name"]: one for one in pod["volumes"]}
    for mount in container["volumeMounts"]:
        volume = volumes[mount["name"]]
        if "secret" in volume:
            whole = secrets[volume["secret"]["secretName"]]
            kept = {one["path"]: whole[one["key"]] for one in volume["secret"]["items"]}
        elif "configMap" in volume:
            kept = dict(config_maps[volume["configMap"]["name"]])
        else:
            continue
        files |= {str(PurePosixPath(mount["mountPath"]) / path): text for path, text in kept.items()}
    return Container(
        workload=item["metadata"]["name"],
        kind=item["kind"],
        command=tuple(container["command"]),
        environment=environment,
        files=files,
        ports={one["name"]: int(one["containerPort"]) for one in container.get("ports", ())},
        probe=container.get("readinessProbe"),
        grace_seconds=int(pod.get("terminationGracePeriodSeconds", 30)),
    )
