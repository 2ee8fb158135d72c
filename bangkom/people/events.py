"""What happened to people: told to the rooms above after commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EmployeesChanged:
    """Posts, offices or duties of these employees changed: what was computed from them is out of date."""

    employee_ids: tuple[int, ...]
