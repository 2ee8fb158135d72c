"""What is read of planning. Person pages use ``plan_for_employee``, home pages ``active_plan``."""

from bangkom.planning.queries.money import (
    FundLine,
    Minimum,
    ceilings_of,
    fund_codes,
    fund_lines,
    minimum_share,
    money_rows,
)
from bangkom.planning.queries.person import (
    PersonPlan,
    PlannedSeat,
    Waiting,
    competency_names,
    plan_for_employee,
    unmet_lines,
)
from bangkom.planning.queries.plans import (
    Choice,
    active_run,
    active_runs,
    ceiling_rows,
    choice_of,
    current_run,
    current_runs,
    is_stale,
    open_job,
    scenarios_of,
)
from bangkom.planning.queries.rows import (
    BatchLine,
    batch_lines,
    postponed_rows,
    programme_choices,
    programme_totals,
    seat_rows,
)
from bangkom.planning.queries.rulebook import rules_in_force

__all__ = [
    "BatchLine",
    "Choice",
    "FundLine",
    "Minimum",
    "PersonPlan",
    "PlannedSeat",
    "Waiting",
    "active_run",
    "active_runs",
    "batch_lines",
    "ceiling_rows",
    "ceilings_of",
    "choice_of",
    "competency_names",
    "current_run",
    "current_runs",
    "fund_codes",
    "fund_lines",
    "is_stale",
    "minimum_share",
    "money_rows",
    "open_job",
    "plan_for_employee",
    "postponed_rows",
    "programme_choices",
    "programme_totals",
    "rules_in_force",
    "scenarios_of",
    "seat_rows",
    "unmet_lines",
]
