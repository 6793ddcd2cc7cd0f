import pytest
from pydantic import TypeAdapter, ValidationError

from components.instance_types import (
    ArmInstanceType,
    DatabaseInstanceClass,
    broker_connections,
    capacity,
    real_max_connections,
)
from localcloud.kubernetes.instance_types import instance_types

ARM, DATABASE = TypeAdapter(ArmInstanceType), TypeAdapter(DatabaseInstanceClass)


@pytest.mark.parametrize(
    "name",
    [
        *(
            f"{family}.large"
            for family in ["t4g", "m6g", "m7g", "m8g", "c6g", "c7g", "c8g", "r6g", "r7g", "r8g"]
        ),
        *(f"t4g.{size}" for size in ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"]),
    ],
)
def test_graviton_types_are_allowed(name: str) -> None:
    assert ARM.validate_python(name) == name


@pytest.mark.parametrize(
    "name", ["t3.large", "m7g.metal", "m7g.24xlarge", "t4g", "t4g.large.x", " t4g.large", ""]
)
def test_other_architectures_and_giants_are_not(name: str) -> None:
    with pytest.raises(ValidationError):
        ARM.validate_python(name)


@pytest.mark.parametrize(
    "name",
    [
        *(f"db.{family}.large" for family in ["t3", "t4g", "m6g", "m7g", "m8g", "r6g", "r7g", "r8g"]),
        *(f"db.t4g.{size}" for size in ["micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge"]),
    ],
)
def test_database_classes_are_allowed(name: str) -> None:
    assert DATABASE.validate_python(name) == name


@pytest.mark.parametrize("name", ["t3.medium", "db.t2.medium", "db.x2g.16xlarge", "db.t3.", "xdb.t3.medium"])
def test_old_and_giant_classes_are_not(name: str) -> None:
    with pytest.raises(ValidationError):
        DATABASE.validate_python(name)


@pytest.mark.parametrize("name", sorted(instance_types()))
def test_the_capacity_of_a_type_is_that_of_ec2(name: str) -> None:
    kind = instance_types()[name]
    assert capacity(name) == capacity(f"db.{name}") == (kind.memory_mib / 1024, kind.vcpu)


def test_the_smallest_broker_takes_few_connections() -> None:
    assert broker_connections("mq.m7g.medium") == 300
    assert broker_connections("mq.m7g.large") == 5000


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("db.t4g.micro", 93),
        ("db.t3.small", 187),
        ("db.t3.medium", 374),
        ("db.t3.large", 748),
        ("db.m7g.large", 748),
        ("db.r7g.large", 1496),
        ("db.r7g.4xlarge", 5000),
    ],
)
def test_a_class_really_holds_so_many_connections(name: str, most: int) -> None:
    assert real_max_connections(name) == most
