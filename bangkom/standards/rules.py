"""Who may see and change standards. The dictionary and the standards are open to everybody who signs in."""

from __future__ import annotations

from typing import Any

from bangkom.foundation.access import signed_in
from bangkom.people import rules as people


def can_see_standards(user: Any) -> bool:
    """Standards are public rules of the office and hold no personal data."""
    return signed_in(user)


def can_change_standards(user: Any) -> bool:
    """Planners of BKPSDM keep the dictionary and the standards."""
    return people.is_planner(user)
