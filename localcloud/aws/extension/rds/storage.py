"""Storage of an RDS instance: sizes, and what gp3 gives without being asked."""

from typing import Any

from localcloud.aws.extension.rds import errors

_SMALLEST_GIB = {"gp2": 20, "gp3": 20, "io1": 100, "io2": 100, "standard": 5}
# From this size on gp3 is striped over four volumes.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
_STRIPED_GIB = 400
_GP3_BASE = (3000, 125)
_GP3_STRIPED = (12000, 500)


def check_size(gib: int, storage_type: str) -> None:
    smallest = _SMALLEST_GIB.get(storage_type)
    if smallest is None:
        raise errors.invalid_value(f"Invalid storage type: {storage_type}")
    if not smallest <= gib <= 65536:
        raise errors.invalid_combination(
            f"Invalid storage size for engine name postgres and storage type {storage_type}: {gib}"
        )


def performance(settings: Any, gib: int, storage_type: str) -> tuple[int | None, int | None]:
    """IOPS and MiB/s of a volume; None where its type has none. Raises for what AWS does not take."""
    iops, throughput = settings.get("iops"), settings.get("storage_throughput")
    if storage_type != "gp3":
        return (int(iops) if iops else None), None
    base = _GP3_BASE if gib < _STRIPED_GIB else _GP3_STRIPED
    asked = (int(iops or base[0]), int(throughput or base[1]))
    if gib < _STRIPED_GIB and asked != base:
        raise errors.invalid_combination(
            "You can't specify IOPS or storage throughput for engine postgres and a storage size less "
            f"than {_STRIPED_GIB}."
        )
    return asked


def grown(current: int, asked: int) -> int:
    """The size after a change: never less, and at least a tenth more, to which AWS rounds up."""
    if asked < current:
        raise errors.invalid_combination(
            f"Requested storage size ({asked}) cannot be less than the current storage size ({current})"
        )
    return asked if asked == current else max(asked, _tenth_more(current))


def check_maximum(maximum: int, gib: int) -> None:
    """Autoscaling needs room of a tenth; the size itself as maximum turns it off."""
    if maximum != gib and maximum < _tenth_more(gib):
        raise errors.invalid_combination(
            f"Invalid max storage size for engine name postgres and storage type: {maximum} must be at least "
            f"10% more than the allocated storage of {gib}"
        )


def _tenth_more(gib: int) -> int:
    return -(-gib * 11 // 10)
