"""Who may open the pages that need many rooms."""

from __future__ import annotations

from typing import Any

from bangkom.people import rules as people


def leads_or_serves_an_office(user: Any) -> bool:
    """Heads and HR officers: they have a team page."""
    return bool(people.scopes_of(user))


def sees_leadership(user: Any) -> bool:
    """The page of the five figures: leadership, and whoever sees the whole government."""
    return people.sees_everybody(user)


reads_audit = people.reads_audit
watches_operation = people.is_operator
