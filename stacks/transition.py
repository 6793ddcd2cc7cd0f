"""Transition: how far a promotion that moves data has come; absent, all is as the phase file says."""

from typing import Annotated

from pydantic import Field

from components.data.datasets import Dataset
from components.size import Size


class Transition(Size):
    """Written by `python -m ops.promote` alone, for one update at a time.

    `cut_over` names the datasets that are used in the database that the phase file gives them from now on.
    Every other one stays in the database in which the cloud has it.
    """

    cut_over: Annotated[tuple[Dataset, ...], Field(description="a list of datasets, empty for none")]
