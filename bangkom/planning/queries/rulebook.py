"""The planning rules in force."""

from __future__ import annotations

import datetime as dt

from bangkom.planning.models import PlanningRule


def rules_in_force(year: int) -> dict[str, PlanningRule]:
    """The newest version of each rule that is in force on the first day of ``year``, in order."""
    day = dt.date(year, 1, 1)
    found: dict[str, PlanningRule] = {}
    for rule in PlanningRule.objects.filter(valid_from__lte=day).order_by("valid_from"):
        found[rule.key] = rule
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def rule_in_force(year: int, key: str) -> PlanningRule | None:
    """One rule on the first day of ``year``."""
    found = PlanningRule.objects.filter(key=key, valid_from__lte=dt.date(year, 1, 1))
    return found.order_by("-valid_from").first()
