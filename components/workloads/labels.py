"""The labels of Kubernetes' recommended set that every object of the platform carries."""

PART_OF = "softfactory"


def selector_labels(name: str) -> dict[str, str]:
    """Return the labels that select a workload's pods; they can never change."""
    return {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": PART_OF}


def labels(name: str, component: str) -> dict[str, str]:
    """Return all labels of an object; `component` is its role, such as `web`."""
    return {
        **selector_labels(name),
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/managed-by": "pulumi",
    }
