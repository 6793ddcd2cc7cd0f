"""ElastiCache as moto lacks it: parameter groups, member clusters, scaling, and changes that wait."""


def extend() -> None:
    from moto.elasticache.models import elasticache_backends
    from moto.elasticache.responses import ElastiCacheResponse

    from localcloud.aws.extension import extend as extend_service
    from localcloud.aws.extension.backends import operations, replace_backend
    from localcloud.aws.extension.elasticache.service import OPERATIONS, CacheBackend

    # Subnet groups and encryption work on these two.
    extend_service("ec2")
    extend_service("kms")
    replace_backend(elasticache_backends, CacheBackend)
    for name, method in operations({name: name for name in OPERATIONS}, "elasticache_backend").items():
        setattr(ElastiCacheResponse, name.removeprefix("answer_"), method)
