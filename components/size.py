"""The base of every size: plain values of a phase file, checked before anything runs."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

# RDS: 20 GiB is the least for PostgreSQL on gp3, 64 TiB the most.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
DatabaseGib = Annotated[int, Field(ge=20, le=65536, description="a whole number of GiB from 20 to 65536")]
DiskGib = Annotated[int, Field(ge=8, le=16384, description="a whole number of GiB from 8 to 16384")]
PositiveCount = Annotated[int, Field(ge=1, le=1000, description="a whole number from 1 to 1000")]
Count = Annotated[int, Field(ge=0, le=1000, description="a whole number from 0 to 1000")]


class Size(BaseModel):
    """What a phase chooses: frozen, strict, unknown keys refused, no defaults.

    `refused` are keys that people may well write, each with the reason why there is no such key.
    """

    refused: ClassVar[Mapping[str, str]] = {}

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def broken_rule(key: str, got: object, allowed: str, mend: str) -> PydanticCustomError:
    """Return the error of a rule between values: key, value got, values allowed, what to do."""
    return PydanticCustomError(
        "broken_rule",
        "{key}: got {got}; allowed: {allowed}; {mend}",
        {"key": key, "got": got, "allowed": allowed, "mend": mend},
    )
