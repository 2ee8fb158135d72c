"""What other rooms may want to know of standards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RequirementsChanged:
    """The levels that these posts demand have changed. An empty tuple stands for all posts."""

    position_ids: tuple[int, ...] = ()
