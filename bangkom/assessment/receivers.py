"""What assessment does when a lower room changes: levels follow the posts and their demands."""

from __future__ import annotations

from collections.abc import Sequence

from bangkom.assessment import services
from bangkom.assessment.errors import SettingsMissing
from bangkom.assessment.queries.employees import holders_of
from bangkom.foundation.errors import AlreadyRunning
from bangkom.people.events import EmployeesChanged
from bangkom.standards.events import RequirementsChanged

# So many people are computed while one waits; more go to the worker.
AT_ONCE = 200


def on_requirements_changed(event: RequirementsChanged) -> None:
    if event.position_ids:
        _recompute(holders_of(event.position_ids))
    else:
        _everybody()


def on_employees_changed(event: EmployeesChanged) -> None:
    _recompute(event.employee_ids)


def _recompute(people: Sequence[int]) -> None:
    if len(people) > AT_ONCE:
        _everybody()
    elif people:
        try:
            services.recompute_levels(people)
        except SettingsMissing:
            # A city being set up: the first full run comes with load_reference.
            return


def _everybody() -> None:
    try:
        services.queue_recompute(owner=None)
    except AlreadyRunning:
        # The run that is open reads the newest state when it begins; one that reads now is followed by the daily one.
        return
