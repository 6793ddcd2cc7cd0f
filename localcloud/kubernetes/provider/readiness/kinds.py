"""The kinds whose readiness is awaited; an object of any other kind is ready when the server has taken it."""

from collections.abc import Mapping

from localcloud.kubernetes.provider.readiness import plain, pods, services, workloads
from localcloud.kubernetes.provider.readiness.state import Readiness

READINESS: Mapping[tuple[str, str], Readiness] = {
    ("apps", "Deployment"): Readiness(workloads.deployment, workloads.explain_deployment),
    ("apps", "StatefulSet"): Readiness(workloads.stateful_set, workloads.explain_pods_of),
    ("apps", "DaemonSet"): Readiness(workloads.daemon_set, workloads.explain_pods_of),
    ("batch", "Job"): Readiness(pods.job, workloads.explain_pods_of),
    ("", "Pod"): Readiness(pods.pod, pods.explain_pod),
    ("", "Service"): Readiness(services.service, services.explain_service),
    ("", "PersistentVolumeClaim"): Readiness(plain.claim, plain.explain_claim, seconds=300),
    ("", "Namespace"): Readiness(plain.namespace, plain.explain_nothing, seconds=60),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): Readiness(
        plain.definition, plain.explain_nothing, seconds=60
    ),
}
