"""ElastiCache's errors."""

from moto.elasticache.exceptions import ElastiCacheException


def invalid_value(message: str) -> Exception:
    return ElastiCacheException("InvalidParameterValue", message)


def invalid_combination(message: str) -> Exception:
    return ElastiCacheException("InvalidParameterCombination", message)


def fault(code: str, message: str) -> Exception:
    return ElastiCacheException(code, message)
