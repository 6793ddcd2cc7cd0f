"""Kubernetes of the embedded cloud: real control planes, simulated nodes, and the resource provider."""

import sys

# The client imports kubernetes-validate where it is installed, for a call that is not used here; it compiles
# a grammar for two seconds, at each start of the resource provider.
_VALIDATOR = "kubernetes_validate"
if not {_VALIDATOR, "kubernetes"} & sys.modules.keys():
    sys.modules[_VALIDATOR] = None  # type: ignore[assignment]
    import kubernetes  # noqa: F401

    del sys.modules[_VALIDATOR]
