"""Put a computed plan into the tables: all of it in one transaction, or nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import models, transaction

from bangkom.foundation import events
from bangkom.planning.enums import PostponeReason, RunState
from bangkom.planning.errors import RunMoved
from bangkom.planning.events import PlanComputed
from bangkom.planning.models import NEVER, PlanBatch, PlanMoney, PlanRun, PlanSeat, PostponedNeed
from bangkom.planning.services.compute.lines import Lines
from bangkom.planning.services.compute.reasons import reasons_of

ROWS = 4000
FAR = 9999.0
# No money and no seat would bring these needs in this year: they come last in the register.
WITHOUT_OPTION = [
    reason.value
    for reason in (
        PostponeReason.NO_OFFERING,
        PostponeReason.TAKEN,
        PostponeReason.PINNED_OUT,
        PostponeReason.PREREQUISITE,
        PostponeReason.OWN_JP,
        PostponeReason.OWN_DAYS,
        PostponeReason.OWN_ITEMS,
        PostponeReason.OWN_QUARTER,
    )
]


def home_of(folder: str) -> Path:
    """Where a folder that a row names lies."""
    return Path(settings.MEDIA_ROOT) / folder


def folder_of(run: PlanRun) -> Path:
    """Where the problem and the answer of a run lie."""
    return home_of(run.folder)


def rows_of(run: PlanRun, lines: Lines) -> dict[type[models.Model], list[Any]]:
    """Every line of the plan as an object that is not yet stored."""
    return {
        PlanSeat: _seats(run, lines),
        PlanBatch: _batches(run, lines),
        PlanMoney: _money(run, lines),
        PostponedNeed: _postponed(run, lines),
    }


def store(run: PlanRun, lines: Lines, values: dict[str, Any]) -> None:
    """Write the lines and make the run its scenario's current one.

    Compare-and-set: a run that was cancelled or stored meanwhile raises ``RunMoved`` and nothing is kept.
    """
    rows = rows_of(run, lines)
    with transaction.atomic():
        PlanRun.objects.filter(scenario_id=run.scenario_id, is_current=True).update(is_current=False)
        moved = PlanRun.objects.filter(pk=run.pk, state=RunState.COMPUTING).update(
            state=RunState.READY, is_current=True, **values
        )
        if not moved:
            raise RunMoved
        for model, found in rows.items():
            model._default_manager.bulk_create(found, batch_size=ROWS)
        events.publish(PlanComputed(run.pk))


def _seats(run: PlanRun, lines: Lines) -> list[PlanSeat]:
    keys = lines.keys
    columns = (
        keys.employees[lines.i],
        keys.opds[lines.i],
        keys.programmes[lines.j],
        lines.quarter,
        lines.cost,
        keys.source_funds[lines.source],
        lines.is_mandatory,
        lines.is_pinned,
        lines.worth.round(6),
        lines.rank,
        keys.jp[lines.j],
    )
    rows = zip(*(column.tolist() for column in columns), lines.closes, strict=True)
    return [
        PlanSeat(
            run=run,
            employee_id=employee,
            opd_id=opd,
            programme_id=programme,
            quarter=quarter,
            cost=cost,
            fund_id=fund or None,
            is_mandatory=mandatory,
            is_pinned=pinned,
            worth=worth,
            rank=rank,
            jp=Decimal(jp) / 10,
            closes=closes,
        )
        for employee, opd, programme, quarter, cost, fund, mandatory, pinned, worth, rank, jp, closes in rows
    ]


def _batches(run: PlanRun, lines: Lines) -> list[PlanBatch]:
    seats, batches = lines.seats_by_cell, lines.plan.n
    return [
        PlanBatch(
            run=run,
            programme_id=programme,
            quarter=t + 1,
            batches=int(batches[j, t]),
            seats=int(seats[j, t]),
            cost_batches=int(lines.batch_rupiah_by_cell[j, t]),
            cost_people=int(lines.people_rupiah_by_cell[j, t]),
        )
        for j, programme in enumerate(lines.keys.programmes.tolist())
        for t in range(lines.problem.T)
        if seats[j, t] or batches[j, t]
    ]


def _money(run: PlanRun, lines: Lines) -> list[PlanMoney]:
    keys, prices = lines.keys, lines.plan.prices.budget
    columns = (keys.source_funds, keys.source_opds, keys.source_rupiah, lines.planned, prices)
    return [
        PlanMoney(run=run, fund_id=fund, opd_id=opd or None, ceiling=ceiling, planned=planned, price=price)
        for fund, opd, ceiling, planned, price in zip(*(c.tolist() for c in columns), strict=True)
        if fund and (ceiling or planned)
    ]


def _postponed(run: PlanRun, lines: Lines) -> list[PostponedNeed]:
    """The register in the order of its list: what lost by least first, then the largest gap."""
    keys, register = lines.keys, lines.plan.register
    reasons, gap = reasons_of(lines), lines.gap[register.need].round(3)
    loss = np.where(np.isin(reasons, WITHOUT_OPTION), NEVER, np.minimum(register.loss, FAR).round(6))
    order = np.lexsort((register.need, -gap, loss))
    i, need = register.i[order], register.need[order]
    costs, programmes = lines.register_cost, keys.programmes.tolist()
    columns = (
        keys.employees[i].tolist(),
        keys.opds[i].tolist(),
        keys.needs[need].tolist(),
        gap[order].tolist(),
        reasons[order].tolist(),
        loss[order].tolist(),
        [costs[place] for place in order.tolist()],
        register.offering[order].tolist(),
        register.period[order].tolist(),
    )
    return [
        PostponedNeed(
            run=run,
            employee_id=employee,
            opd_id=opd,
            competency_id=competency,
            gap=gap,
            reason=reason,
            programme_id=programmes[j] if j >= 0 else None,
            quarter=t + 1 if t >= 0 else None,
            loss=loss,
            cost=cost,
        )
        for employee, opd, competency, gap, reason, loss, cost, j, t in zip(*columns, strict=True)
    ]
