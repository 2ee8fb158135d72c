"""Who may see and change standards. The dictionary and the standards are open to everybody who signs in."""

from __future__ import annotations

from typing import Any

from bangkom.foundation.access import signed_in
from bangkom.people import rules as people
from bangkom.people.enums import RoleKind


def can_see_standards(user: Any) -> bool:
    """Standards are public rules of the office and hold no personal data."""
    return signed_in(user)


def can_change_standards(user: Any) -> bool:
    """Planners of the whole government keep the dictionary and the standards."""
    return any(role.kind == RoleKind.PLANNER and role.opd_id is None for role in people.roles_of(user))


def sees_people(user: Any) -> bool:
    """Whether pages of posts offer the way to people who fit them."""
    return people.sees_an_office(user)
