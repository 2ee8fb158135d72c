"""What a programme costs for a number of people, in whole rupiah."""

from __future__ import annotations

from dataclasses import dataclass

from bangkom.catalogue.enums import Mode
from bangkom.catalogue.models import Programme


@dataclass(frozen=True)
class CostExample:
    """``people`` take part: so many batches, what they cost together, per person, and per person and JP."""

    people: int
    batches: int
    cost_batches: int
    cost_people: int

    jp: float = 0

    @property
    def total(self) -> int:
        return self.cost_batches + self.cost_people

    @property
    def per_person(self) -> int:
        """Rounded up: nobody should plan with a rupiah too little."""
        return -(-self.total // self.people)

    @property
    def per_jp(self) -> int | None:
        return round(self.total / self.people / self.jp) if self.jp else None


def cost_example(programme: Programme, people: int = 30) -> CostExample:
    """Cost of ``people`` participants in as few batches as their number allows; travel is not included."""
    batches = -(-people // programme.max_people) if programme.mode == Mode.CLASS else 0
    return CostExample(
        people, batches, batches * programme.cost_batch, people * programme.cost_person, float(programme.jp)
    )
