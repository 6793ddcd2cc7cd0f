"""Which instance types a phase file may name, as bounded patterns."""

from typing import Annotated

from pydantic import Field


def _pattern(families: tuple[str, ...], sizes: tuple[str, ...]) -> str:
    return rf"({'|'.join(families)})\.({'|'.join(sizes)})"


_SMALL_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge")
_DATABASE_SIZES = ("micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge")
# The node image is arm64, so the families are Graviton.
_ARM_FAMILIES = ("t4g", "m6g", "m7g", "m8g", "c6g", "c7g", "c8g", "r6g", "r7g", "r8g")
_DATABASE_FAMILIES = ("t3", "t4g", "m6g", "m7g", "m8g", "r6g", "r7g", "r8g")

ArmInstanceType = Annotated[
    str,
    Field(
        pattern=f"^{_pattern(_ARM_FAMILIES, _SMALL_SIZES)}$",
        description=f"<family>.<size> with family one of {', '.join(_ARM_FAMILIES)} (arm64) "
        f"and size one of {', '.join(_SMALL_SIZES)}",
    ),
]
DatabaseInstanceClass = Annotated[
    str,
    Field(
        pattern=rf"^db\.{_pattern(_DATABASE_FAMILIES, _DATABASE_SIZES)}$",
        description=f"db.<family>.<size> with family one of {', '.join(_DATABASE_FAMILIES)} "
        f"and size one of {', '.join(_DATABASE_SIZES)}",
    ),
]
