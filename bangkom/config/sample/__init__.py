"""The sample city: a synthetic city government with everything that the house needs to be tried.

No row describes a real person. The same size, seed and day give the same rows (data/README.md).
It refuses to enter a database that holds people.
"""

from bangkom.config.sample.city import LARGEST, SMALLEST, USUAL, make_city, make_plan, queue_plan
from bangkom.config.sample.state import (
    COMPLETE,
    NOTHING,
    PARTIAL,
    CityExists,
    is_sample,
    mark_complete,
    people_count,
    state,
)

__all__ = [
    "COMPLETE",
    "LARGEST",
    "NOTHING",
    "PARTIAL",
    "SMALLEST",
    "USUAL",
    "CityExists",
    "is_sample",
    "make_city",
    "make_plan",
    "mark_complete",
    "people_count",
    "queue_plan",
    "state",
]  # fmt: skip
