"""The rules of a scenario: the values in force in its year, changed where the scenario says so."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from bangkom.foundation import audit, display
from bangkom.planning.errors import NoRules, RuleOutOfRange
from bangkom.planning.models import Scenario
from bangkom.planning.queries.rulebook import rules_in_force
from bangkom.planning.services.reference import rows_of


def values_of(scenario: Scenario) -> dict[str, float]:
    """Key → value of every rule of a scenario. Raises ``NoRules`` when one that the planner needs is missing."""
    found = {key: float(rule.value) for key, rule in rules_in_force(scenario.year.year).items()}
    missing = sorted({row["key"] for row in rows_of("planning_rules.csv")} - found.keys())
    if missing:
        raise NoRules(keys=", ".join(missing), year=scenario.year.year)
    return found | {key: float(value) for key, value in scenario.rules.items() if key in found}


@transaction.atomic
def set_rules(
    *, scenario: Scenario, values: Mapping[str, Any], ceilings: Mapping[str, int], actor: Any
) -> bool:
    """Set a scenario's own rule values and percents of the ceilings; what equals the default is not kept.

    Returns whether anything changed. A plan computed before stays as it is until it is computed again.
    """
    in_force = rules_in_force(scenario.year.year)
    own: dict[str, str] = {}
    for key, given in values.items():
        rule, value = in_force[key], Decimal(str(given))
        if not rule.lowest <= value <= rule.highest:
            raise RuleOutOfRange(
                name=rule.name,
                lowest=display.number(rule.lowest),
                highest=display.number(rule.highest),
                value=display.number(value),
            )
        if value != rule.value:
            own[key] = format(value.normalize(), "f")
    percents = {code: percent for code, percent in ceilings.items() if percent != 100}
    before = {"rules": scenario.rules, "ceilings": scenario.ceilings}
    after = {"rules": own, "ceilings": percents}
    if before == after:
        return False
    scenario.rules, scenario.ceilings = own, percents
    scenario.save(update_fields=["rules", "ceilings"])
    audit.record(actor, "planning.scenario.rules_set", scenario, before=before, after=after)
    return True
