"""Versions and classes of RDS for PostgreSQL."""

import re

from localcloud.aws.extension.rds import errors

# Major version -> latest minor; https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/
_LATEST_MINOR = {12: 22, 13: 23, 14: 23, 15: 18, 16: 14, 17: 10, 18: 4}
DEFAULT_VERSION = "17.10"
# Generations that run PostgreSQL 12 and later: t2, m4 and r4 do not.
_CLASS = re.compile(r"db\.(t3|t4g|[mr][5-8][a-z]*|x2[a-z]+|c6gd)\.(micro|small|medium|large|\d*xlarge)")


def resolved_version(asked: str) -> str:
    """The version that AWS creates for `15` or `15.10`. Raises if there is none such."""
    major, _, minor = asked.partition(".")
    latest = _LATEST_MINOR.get(int(major)) if major.isdigit() else None
    if latest is None or (minor and (not minor.isdigit() or int(minor) > latest)):
        raise errors.invalid_combination(f"Cannot find version {asked} for postgres")
    return asked if minor else f"{major}.{latest}"


def family(version: str) -> str:
    return f"postgres{version.partition('.')[0]}"


def check_class(instance_class: str, version: str) -> None:
    if not instance_class.startswith("db."):
        raise errors.invalid_value(f"Invalid DB Instance class: {instance_class}")
    if not _CLASS.fullmatch(instance_class):
        raise errors.invalid_combination(
            "RDS does not support creating a DB instance with the following combination: "
            f"DBInstanceClass={instance_class}, Engine=postgres, EngineVersion={version}."
        )


def check_upgrade(current: str, wanted: str, allow_major: bool) -> None:
    """Versions go up only; a new major one is to be asked for in so many words."""
    if _key(wanted) < _key(current):
        raise errors.invalid_combination(f"Cannot upgrade postgres from {current} to {wanted}")
    if _key(wanted)[0] > _key(current)[0] and not allow_major:
        raise errors.invalid_combination(
            "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."
        )


def _key(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
