"""Scenarios: named copies of a year's rules and percents; one of them is active."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from bangkom.foundation import audit, events
from bangkom.planning.enums import RunState
from bangkom.planning.errors import ScenarioActive, ScenarioComputing, ScenarioNameTaken
from bangkom.planning.events import ScenarioActivated
from bangkom.planning.models import Pin, PlanRun, Scenario


@transaction.atomic
def copy_scenario(*, source: Scenario, name: str, note: str = "", actor: Any) -> Scenario:
    """A new scenario of the same year with the source's rules, percents and pins; without its plan."""
    values = {
        "year_id": source.year_id,
        "name": name,
        "note": note,
        "rules": source.rules,
        "ceilings": source.ceilings,
        "copied_from": source,
        "created_by": actor,
    }
    try:
        with transaction.atomic():
            made = Scenario.objects.create(**values)
    except IntegrityError:
        raise ScenarioNameTaken(name=name, year=source.year.year) from None
    Pin.objects.bulk_create(
        Pin(
            scenario=made,
            employee_id=pin.employee_id,
            programme_id=pin.programme_id,
            quarter=pin.quarter,
            is_in=pin.is_in,
            reason=pin.reason,
            created_by_id=pin.created_by_id,
        )
        for pin in source.pins.all()
    )
    audit.record(actor, "planning.scenario.copied", made, after={"name": name, "copied_from": source.pk})
    return made


@transaction.atomic
def activate_scenario(*, scenario: Scenario, actor: Any) -> bool:
    """Make ``scenario`` the year's active one: its plan is what people and offices see. False if it was."""
    siblings = Scenario.objects.filter(year_id=scenario.year_id)
    before = siblings.filter(is_active=True).values_list("pk", flat=True).first()
    if before == scenario.pk:
        return False
    siblings.filter(is_active=True).update(is_active=False)
    siblings.filter(pk=scenario.pk).update(is_active=True)
    scenario.is_active = True
    audit.record(
        actor,
        "planning.scenario.activated",
        scenario,
        before={"active": before},
        after={"active": scenario.pk},
    )
    events.publish(ScenarioActivated(scenario.pk))
    return True


@transaction.atomic
def delete_scenario(*, scenario: Scenario, actor: Any) -> None:
    """Delete an unused scenario with its plan and pins. Refused for the active one and while it is computed."""
    if Scenario.objects.filter(pk=scenario.pk, is_active=True).exists():
        raise ScenarioActive(name=scenario.name)
    open_job = {"job__state__in": ("waiting", "running")}
    if PlanRun.objects.filter(scenario=scenario, state=RunState.COMPUTING, **open_job).exists():
        raise ScenarioComputing(name=scenario.name)
    gone = {"name": scenario.name, "rules": scenario.rules, "ceilings": scenario.ceilings}
    audit.record(actor, "planning.scenario.deleted", scenario, before=gone)
    for run in scenario.runs.all():
        for relation in (run.seats, run.postponed, run.batches, run.money):
            relation.all()._raw_delete(relation.db)
    scenario.delete()


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str, note: str, actor: Any) -> None:
    """Change name and note."""
    before = {"name": scenario.name, "note": scenario.note}
    if before == {"name": name, "note": note}:
        return
    try:
        with transaction.atomic():
            Scenario.objects.filter(pk=scenario.pk).update(name=name, note=note)
    except IntegrityError:
        raise ScenarioNameTaken(name=name, year=scenario.year.year) from None
    scenario.name, scenario.note = name, note
    audit.record(
        actor, "planning.scenario.renamed", scenario, before=before, after={"name": name, "note": note}
    )
