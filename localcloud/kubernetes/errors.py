"""The errors that every part of the embedded Kubernetes raises, in words for the person who runs it."""


class KubernetesError(Exception):
    """Something of the embedded Kubernetes could not be done; the message says what, why and what to do."""


class UnreachableError(KubernetesError):
    """The API server could not be asked at all: it does not answer, or no credential could be had."""
