"""EKS's errors, with the fields that AWS sends along."""

from typing import Any

from moto.eks import exceptions


def not_found(message: str, **fields: Any) -> Exception:
    return exceptions.ResourceNotFoundException(**fields, message=message)


def in_use(message: str, **fields: Any) -> Exception:
    return exceptions.ResourceInUseException(**fields, message=message)


def invalid_parameter(message: str, **fields: Any) -> Exception:
    return exceptions.InvalidParameterException(**fields, message=message)


def invalid_request(message: str, **fields: Any) -> Exception:
    return exceptions.InvalidRequestException(**fields, message=message)
