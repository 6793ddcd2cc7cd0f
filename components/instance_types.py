"""Which instance types a phase file may name, as bounded patterns, and what the types have."""

from typing import Annotated

from pydantic import Field


def _pattern(families: tuple[str, ...], sizes: tuple[str, ...]) -> str:
    return rf"({'|'.join(families)})\.({'|'.join(sizes)})"


_SMALL_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge")
_DATABASE_SIZES = ("micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge")
# The node image is arm64, so the families are Graviton.
_ARM_FAMILIES = ("t4g", "m6g", "m7g", "m8g", "c6g", "c7g", "c8g", "r6g", "r7g", "r8g")
_DATABASE_FAMILIES = ("t3", "t4g", "m6g", "m7g", "m8g", "r6g", "r7g", "r8g")
_CACHE_FAMILIES = ("t3", "t4g", "m6g", "m7g", "r6g", "r7g")
_CACHE_SIZES = ("micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge")
_BROKER_FAMILIES = ("m7g",)
_BROKER_SIZES = ("medium", "large", "xlarge", "2xlarge", "4xlarge")
_SEARCH_FAMILIES = ("t3", "m6g", "m7g", "r6g", "r7g")
_SEARCH_SIZES = ("small", "medium", "large", "xlarge", "2xlarge")

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

CacheNodeType = Annotated[
    str,
    Field(
        pattern=rf"^cache\.{_pattern(_CACHE_FAMILIES, _CACHE_SIZES)}$",
        description=f"cache.<family>.<size> with family one of {', '.join(_CACHE_FAMILIES)} (of t2 "
        f"ElastiCache makes no more) and size one of {', '.join(_CACHE_SIZES)}",
    ),
]
BrokerInstanceType = Annotated[
    str,
    Field(
        pattern=rf"^mq\.{_pattern(_BROKER_FAMILIES, _BROKER_SIZES)}$",
        description=f"mq.<family>.<size> with family {', '.join(_BROKER_FAMILIES)} (RabbitMQ has no other) "
        f"and size one of {', '.join(_BROKER_SIZES)}",
    ),
]
SearchInstanceType = Annotated[
    str,
    Field(
        pattern=rf"^{_pattern(_SEARCH_FAMILIES, _SEARCH_SIZES)}\.search$",
        description=f"<family>.<size>.search with family one of {', '.join(_SEARCH_FAMILIES)} "
        f"and size one of {', '.join(_SEARCH_SIZES)}",
    ),
]

# GiB of the general families; compute families have half, memory families twice as much.
_MEMORY_GIB = {"nano": 0.5, "micro": 1, "small": 2, "medium": 4}
_OF_FAMILY = {"c": 0.5, "r": 2}
# What AWS quotes for 2 GiB (Prescriptive Guidance, Amazon RDS Proxy). The formula of the default, one for
# each 9531392 bytes, would give 225: the system and the agents take their share first.
_CONNECTIONS_OF_2_GIB = 187
_MOST_CONNECTIONS = 5000


def capacity(name: str) -> tuple[float, int]:
    """Return nominal memory in GiB and virtual CPUs of a type of EC2, or of a service with its prefix.

    Types order by it. Caches and brokers have somewhat less memory than the EC2 type of their name.
    """
    family, size = name.removesuffix(".search").rsplit(".", 2)[-2:]
    times = int(size.removesuffix("xlarge") or 1) if size.endswith("xlarge") else 0
    memory = 16 * times or _MEMORY_GIB.get(size, 8)
    burstable = 1 if size == "medium" and not family.startswith("t") else 2
    return memory * _OF_FAMILY.get(family[0], 1), 4 * times or burstable


# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-resource-limits-configuration.html
_BROKER_CONNECTIONS = {"medium": 300}
_MOST_BROKER_CONNECTIONS = 5000


def broker_connections(instance_type: str) -> int:
    """Return how many connections a broker takes before it refuses more."""
    return _BROKER_CONNECTIONS.get(instance_type.rpartition(".")[2], _MOST_BROKER_CONNECTIONS)


def real_max_connections(instance_class: str) -> int:
    """Return how many connections the memory of a database's class holds."""
    memory_gib, _ = capacity(instance_class)
    return min(int(_CONNECTIONS_OF_2_GIB * memory_gib / 2), _MOST_CONNECTIONS)
