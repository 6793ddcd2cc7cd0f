import pytest
from pydantic import TypeAdapter, ValidationError

from components.instance_types import ArmInstanceType, DatabaseInstanceClass

ARM, DATABASE = TypeAdapter(ArmInstanceType), TypeAdapter(DatabaseInstanceClass)


@pytest.mark.parametrize("name", ["t4g.nano", "t4g.medium", "m7g.large", "r8g.2xlarge"])
def test_graviton_types_are_allowed(name: str) -> None:
    assert ARM.validate_python(name) == name


@pytest.mark.parametrize(
    "name", ["t3.large", "m7g.metal", "m7g.24xlarge", "t4g", "t4g.large.x", " t4g.large", ""]
)
def test_other_architectures_and_giants_are_not(name: str) -> None:
    with pytest.raises(ValidationError):
        ARM.validate_python(name)


@pytest.mark.parametrize("name", ["db.t3.medium", "db.t4g.small", "db.m7g.large"])
def test_database_classes_are_allowed(name: str) -> None:
    assert DATABASE.validate_python(name) == name


@pytest.mark.parametrize("name", ["t3.medium", "db.t2.medium", "db.x2g.16xlarge", "db.t3.", "xdb.t3.medium"])
def test_old_and_giant_classes_are_not(name: str) -> None:
    with pytest.raises(ValidationError):
        DATABASE.validate_python(name)
