"""What the ledger does when people change."""

from __future__ import annotations

from bangkom.people.events import EmployeesChanged
from bangkom.records import queries, services


def recount_changed(event: EmployeesChanged) -> None:
    """An employee's kind, office or state decides her duty and where it is summed."""
    services.recount(queries.this_year(), event.employee_ids)
