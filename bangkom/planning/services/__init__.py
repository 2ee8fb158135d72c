"""Writes of planning: years and ceilings, scenarios and their rules, the computed plan, pins.

For a first plan: ``load_reference()``, ``make_year(year=…, apbd=…, money=[Money("BKPSDM", 2_240_000_000), …])``,
then ``compute(scenario)`` with an optional progress function ``(done, total, note)``.
"""

from bangkom.planning.services.reference import load_reference
from bangkom.planning.services.rulebook import set_rules, values_of
from bangkom.planning.services.years import Money, make_year, set_apbd, set_ceilings

__all__ = [
    "Money",
    "load_reference",
    "make_year",
    "set_apbd",
    "set_ceilings",
    "set_rules",
    "values_of",
]
