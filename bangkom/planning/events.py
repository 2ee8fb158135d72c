"""What planning tells the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanComputed:
    """A scenario has a new current plan."""

    run_id: int


@dataclass(frozen=True)
class ScenarioActivated:
    """A year's active scenario has changed."""

    scenario_id: int
