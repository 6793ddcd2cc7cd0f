"""EKS as moto lacks it: add-ons, access, pod identities, updates, node groups with instances."""

from typing import Any


def extend() -> None:
    from moto.eks import urls
    from moto.eks.models import eks_backends

    from localcloud.aws.extension import extend as extend_service
    from localcloud.aws.extension.backends import replace_backend
    from localcloud.aws.extension.eks.service import EksBackend, EksResponse

    # Node groups work on these two.
    extend_service("ec2")
    extend_service("autoscaling")
    replace_backend(eks_backends, EksBackend)
    dispatch: Any = EksResponse.dispatch
    # moto lists the paths one by one; which operation a path is for, botocore's model tells anyway.
    urls.url_paths.clear()
    urls.url_paths["{0}/.*"] = dispatch
