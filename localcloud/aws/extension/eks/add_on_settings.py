"""What EKS checks of an add-on's version and settings before it takes them."""

import json
import re
from typing import Any

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.versions import add_on_version

_UNKNOWN = "is not defined in the schema and the schema does not allow additional properties"
_VERSION = re.compile(r"v(\d+\.\d+)\.\d+-eksbuild\.\d+")

# The first level of the schemas of the add-ons that have settings here; of the others anything goes.
_KEYS: dict[str, dict[str, type]] = {
    "vpc-cni": {
        "enableNetworkPolicy": str,
        "enableWindowsIpam": str,
        "enableWindowsPrefixDelegation": str,
        "env": dict,
        "eniConfig": dict,
        "init": dict,
        "nodeAgent": dict,
        "podAnnotations": dict,
        "resources": dict,
        "tolerations": list,
    },
    "coredns": {
        "affinity": dict,
        "autoScaling": dict,
        "computeType": str,
        "corefile": str,
        "nodeSelector": dict,
        "podAnnotations": dict,
        "podDisruptionBudget": dict,
        "replicaCount": int,
        "resources": dict,
        "tolerations": list,
        "topologySpreadConstraints": list,
    },
    "metrics-server": {
        "affinity": dict,
        "args": list,
        "nodeSelector": dict,
        "podDisruptionBudget": dict,
        "replicas": int,
        "resources": dict,
        "tolerations": list,
        "topologySpreadConstraints": list,
    },
    "aws-ebs-csi-driver": {
        "controller": dict,
        "defaultStorageClass": dict,
        "node": dict,
        "sidecars": dict,
        "proxy": dict,
    },
}


def check_version(name: str, version: str, cluster_version: str) -> None:
    """Raise for a version that is not offered for the cluster's: each minor version fits its own."""
    default = add_on_version(name, cluster_version)
    found, offered = _VERSION.fullmatch(version), _VERSION.fullmatch(default)
    if not found or not offered or found[1] != offered[1]:
        message = (
            f"Addon version specified is not supported, AddonName: {name}, AddonVersion: {version}, "
            f"KubernetesVersion: {cluster_version}"
        )
        raise errors.invalid_parameter(message, addonName=name)


def check_settings(name: str, values: str) -> None:
    """Raise for what is no JSON object, or has keys or kinds of values that the add-on's schema lacks."""
    try:
        document: Any = json.loads(values)
    except ValueError as error:
        raise _refused(name, "not in a valid JSON or YAML format") from error
    if not isinstance(document, dict):
        raise _refused(name, f"$: {type(document).__name__} found, object expected")
    if name not in _KEYS:
        return
    keys = _KEYS[name]
    for key, value in document.items():
        if key not in keys:
            raise _refused(name, f"$.{key}: {_UNKNOWN}")
        if type(value) is not keys[key]:
            raise _refused(name, f"$.{key}: {type(value).__name__} found, {keys[key].__name__} expected")


def _refused(name: str, words: str) -> Exception:
    message = (
        "ConfigurationValue provided in request is not supported: Json schema validation failed with "
        f"error: [{words}]"
    )
    return errors.invalid_parameter(message, addonName=name)
