"""Every number of the diagrams, and what becomes of it."""

from tests.diagrams.d1 import D1
from tests.diagrams.d2 import D2
from tests.diagrams.d3 import D3
from tests.diagrams.d4 import D4
from tests.diagrams.d5 import D5
from tests.diagrams.d6 import D6
from tests.diagrams.d7 import D7
from tests.diagrams.expectations import EXPECTATIONS
from tests.diagrams.treatment import Row, Treatment

TREATMENTS: tuple[Treatment, ...] = (*D1, *D2, *D3, *D4, *D5, *D6, *D7)
ROWS: tuple[Row, ...] = (*EXPECTATIONS, *TREATMENTS)
