"""Writes of planning: years and ceilings, scenarios and their rules, the computed plan, pins.

For a first plan: ``load_reference()``, ``make_year(year=…, apbd=…, money=[Money("BKPSDM", 2_240_000_000), …])``,
then ``compute(scenario)`` with an optional progress function ``(done, total, note)``.
"""

from bangkom.planning.services.compute import compute, examine, keep, recompute, try_ceilings
from bangkom.planning.services.computing import start_computation, start_examination
from bangkom.planning.services.pins import remove_pin, set_pin
from bangkom.planning.services.reference import load_reference
from bangkom.planning.services.rulebook import set_rules, values_of
from bangkom.planning.services.scenarios import (
    activate_scenario,
    copy_scenario,
    delete_scenario,
    rename_scenario,
)
from bangkom.planning.services.trials import discard_trial, keep_trial, start_trial, stop_trial
from bangkom.planning.services.years import Money, make_year, set_apbd, set_ceilings

__all__ = [
    "Money",
    "activate_scenario",
    "compute",
    "copy_scenario",
    "delete_scenario",
    "discard_trial",
    "examine",
    "keep",
    "keep_trial",
    "load_reference",
    "make_year",
    "recompute",
    "remove_pin",
    "rename_scenario",
    "set_apbd",
    "set_ceilings",
    "set_pin",
    "set_rules",
    "start_computation",
    "start_examination",
    "start_trial",
    "stop_trial",
    "try_ceilings",
    "values_of",
]
