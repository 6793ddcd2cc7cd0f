"""The Kubernetes client, without kubernetes-validate.

The client imports that where it is installed, for a call that is not used here; it compiles a grammar for two
seconds, at each start of the resource provider.
"""

import sys

_VALIDATOR = "kubernetes_validate"
_wanted = sys.modules.get(_VALIDATOR)
sys.modules[_VALIDATOR] = _wanted  # type: ignore[assignment]  # None: there is no such module

from kubernetes.client import ApiClient, Configuration  # noqa: E402  the line above is for this import
from kubernetes.config import ConfigException, load_kube_config_from_dict  # noqa: E402  as above
from kubernetes.config.dateutil import parse_rfc3339  # noqa: E402  as above
from kubernetes.config.exec_provider import ExecProvider  # noqa: E402  as above
from kubernetes.config.kube_config import ConfigNode  # noqa: E402  as above
from kubernetes.utils.quantity import parse_quantity  # noqa: E402  as above

if _wanted is None:
    del sys.modules[_VALIDATOR]

__all__ = [
    "ApiClient",
    "ConfigException",
    "ConfigNode",
    "Configuration",
    "ExecProvider",
    "load_kube_config_from_dict",
    "parse_quantity",
    "parse_rfc3339",
]
