"""What other rooms may want to know of assessment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LevelsChanged:
    """Levels and gaps of these employees were computed anew. An empty tuple stands for everybody."""

    employee_ids: tuple[int, ...] = ()
