import pytest
from pydantic import ValidationError

from components.workloads.pool_size import PoolSize, WriterPoolSize


def test_a_pool_opens_its_size_and_its_overflow_at_most() -> None:
    assert PoolSize(size=20, max_overflow=10).most == 30
    assert WriterPoolSize(size=1, max_overflow=0, recycle_seconds=60).most == 1


@pytest.mark.parametrize(
    "values",
    [
        {"size": 0, "max_overflow": 0, "recycle_seconds": 3600},
        {"size": 1, "max_overflow": -1, "recycle_seconds": 3600},
        {"size": 1, "max_overflow": 0, "recycle_seconds": 59},
        {"size": 1, "max_overflow": 0},
    ],
)
def test_a_pool_that_cannot_be_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        WriterPoolSize.model_validate(values)
