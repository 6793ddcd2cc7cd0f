"""Runs the provider as the plugin process that the Pulumi engine starts."""

from localcloud.engine.plugin.serve import serve
from localcloud.kubernetes.provider.plugin import KubernetesProvider

if __name__ == "__main__":
    serve(KubernetesProvider())
