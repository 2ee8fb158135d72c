"""Who may see and change the catalogue."""

from __future__ import annotations

from typing import Any

from bangkom.foundation.access import signed_in
from bangkom.people import rules as people

sees_catalogue = signed_in
"""What can be learned is no secret: everybody who has signed in reads the catalogue."""


def may_change_catalogue(user: Any) -> bool:
    """Planners of the whole government keep the programmes and their costs."""
    return people.is_planner(user) and people.sees_everybody(user)
