"""RDS's errors."""

from moto.rds.exceptions import RDSClientError


def invalid_combination(message: str) -> Exception:
    return RDSClientError("InvalidParameterCombination", message)


def invalid_value(message: str) -> Exception:
    return RDSClientError("InvalidParameterValue", message)


def invalid_state(message: str) -> Exception:
    return RDSClientError("InvalidDBInstanceState", message)


def fault(code: str, message: str) -> Exception:
    return RDSClientError(code, message)
