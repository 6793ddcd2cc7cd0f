"""The master user of an RDS instance: what AWS takes for a name and a password."""

from localcloud.aws.extension.rds import errors

_RESERVED = frozenset(["admin", "rdsadmin", "rdstopmgr", "rdsrepladmin", "public", "user"])
_NOT_IN_PASSWORDS = frozenset('/@" ')


def check_username(name: str) -> None:
    if name.lower() in _RESERVED:
        raise errors.invalid_value(
            f"MasterUsername {name} cannot be used as it is a reserved word used by the engine"
        )


def check_password(password: str) -> None:
    if not 8 <= len(password) <= 128:
        raise errors.invalid_value(
            "The parameter MasterUserPassword is not a valid password because it is "
            f"{'shorter than 8' if len(password) < 8 else 'longer than 128'} characters."
        )
    if not password.isascii() or not password.isprintable() or _NOT_IN_PASSWORDS.intersection(password):
        raise errors.invalid_value(
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters "
            "besides '/', '@', '\"', ' ' may be used."
        )
