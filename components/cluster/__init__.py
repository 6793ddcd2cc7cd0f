"""The Kubernetes cluster, its nodes and who may enter it."""
