"""Small manifests that the tests apply."""

from typing import Any

Object = dict[str, Any]


def pod_spec(cpu: str = "10m", **more: Any) -> Object:
    container = {"name": "main", "image": "app:1", "resources": {"requests": {"cpu": cpu}}}
    return {"containers": [container], **more}


def template(app: str, **spec: Any) -> Object:
    return {"metadata": {"labels": {"app": app}}, "spec": pod_spec(**spec)}


def deployment(name: str, namespace: str, replicas: int = 1, **spec: Any) -> Object:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": template(name, **spec),
        },
    }


def stateful_set(name: str, namespace: str, replicas: int = 1, **spec: Any) -> Object:
    body = deployment(name, namespace, replicas, **spec)
    return {**body, "kind": "StatefulSet", "spec": {**body["spec"], "serviceName": name}}


def daemon_set(name: str, namespace: str, **spec: Any) -> Object:
    body = deployment(name, namespace, **spec)
    del body["spec"]["replicas"]
    return {**body, "kind": "DaemonSet"}


def job(name: str, namespace: str, deadline: int | None = None, **spec: Any) -> Object:
    limit = {} if deadline is None else {"activeDeadlineSeconds": deadline}
    body = {"template": template(name, restartPolicy="Never", **spec), "backoffLimit": 0, **limit}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "namespace": namespace},
        "spec": body,
    }


def pod(name: str, namespace: str, **spec: Any) -> Object:
    metadata = {"name": name, "namespace": namespace, "labels": {"app": name}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": pod_spec(**spec)}


def service(name: str, namespace: str, **spec: Any) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"selector": {"app": name}, "ports": [{"port": 80}], **spec},
    }


def config_map(name: str, namespace: str, **data: str) -> Object:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def claim(name: str, namespace: str, storage_class: str) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "storageClassName": storage_class,
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1Gi"}},
        },
    }
