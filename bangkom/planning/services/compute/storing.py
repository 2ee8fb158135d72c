"""Put a computed plan into the tables: all of it in one transaction, or nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, models, transaction

from bangkom.foundation import events
from bangkom.planning.enums import PostponeReason, RunState
from bangkom.planning.errors import RunMoved
from bangkom.planning.events import PlanComputed
from bangkom.planning.models import NEVER, PlanBatch, PlanMoney, PlanRun, PlanSeat, PostponedNeed
from bangkom.planning.services.compute.lines import Lines
from bangkom.planning.services.compute.reasons import reasons_of
from bangkom.planning.services.problem.keys import MONEY_UNIT

# Of one statement, where the database sets no limit.
MOST_PARAMETERS = 20_000
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


Columns = dict[str, list[Any]]


def columns_of(lines: Lines) -> dict[type[models.Model], Columns]:
    """Every line of the plan, column by column (field name → values); a run is still to be said."""
    return {
        PlanSeat: _seats(lines),
        PlanBatch: _batches(lines),
        PlanMoney: _money(lines),
        PostponedNeed: _postponed(lines),
    }


def rows_of(run: PlanRun, lines: Lines) -> dict[type[models.Model], list[Any]]:
    """Every line of the plan as an object that is not stored."""
    return {
        model: [
            model(run=run, **dict(zip(columns, row, strict=True)))
            for row in zip(*columns.values(), strict=True)
        ]
        for model, columns in columns_of(lines).items()
    }


def store(run: PlanRun, lines: Lines, values: dict[str, Any]) -> None:
    """Write the lines and make the run its scenario's current one.

    Compare-and-set: a run that was cancelled or stored meanwhile raises ``RunMoved`` and nothing is kept.
    """
    found = columns_of(lines)
    with transaction.atomic():
        PlanRun.objects.filter(scenario_id=run.scenario_id, is_current=True).update(is_current=False)
        moved = PlanRun.objects.filter(pk=run.pk, state=RunState.COMPUTING).update(
            state=RunState.READY, is_current=True, **values
        )
        if not moved:
            raise RunMoved
        for model, columns in found.items():
            _insert(model, run, columns)
        events.publish(PlanComputed(run.pk))


def _insert(model: type[models.Model], run: PlanRun, columns: Columns) -> None:
    """Insert rows given as columns. An object for each of 60,000 rows would take three times as long."""
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    values = [
        [field.get_db_prep_save(value, connection) for value in column]
        if isinstance(field, models.JSONField | models.DecimalField)
        else column
        for field, column in zip(fields, columns.values(), strict=True)
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in ("run_id", *(field.column for field in fields)))
    row = f"({', '.join(['%s'] * (len(fields) + 1))})"
    rows = list(zip(*values, strict=True))
    size = max(1, (connection.features.max_query_params or MOST_PARAMETERS) // (len(fields) + 1))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            # Names of our own tables and columns; every value is a parameter.
            sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([row] * len(part))}"  # noqa: S608
            cursor.execute(sql, [value for one in part for value in (run.pk, *one)])


def _seats(lines: Lines) -> Columns:
    keys = lines.keys
    return {
        "employee_id": keys.employees[lines.i].tolist(),
        "opd_id": keys.opds[lines.i].tolist(),
        "programme_id": keys.programmes[lines.j].tolist(),
        "quarter": lines.quarter.tolist(),
        "cost": lines.cost.tolist(),
        "fund_id": [fund or None for fund in keys.source_funds[lines.source].tolist()],
        "is_mandatory": lines.is_mandatory.tolist(),
        "is_pinned": lines.is_pinned.tolist(),
        "is_fragile": [False] * len(lines.i),
        "worth": lines.worth.round(6).tolist(),
        "rank": lines.rank.tolist(),
        "jp": [Decimal(jp) / 10 for jp in keys.jp[lines.j].tolist()],
        "closes": lines.closes,
    }


def _batches(lines: Lines) -> Columns:
    seats, batches = lines.seats_by_cell, lines.plan.n
    j, t = np.nonzero((seats > 0) | (batches > 0))
    return {
        "programme_id": lines.keys.programmes[j].tolist(),
        "quarter": (t + 1).tolist(),
        "batches": batches[j, t].tolist(),
        "seats": seats[j, t].tolist(),
        "cost_batches": lines.batch_rupiah_by_cell[j, t].tolist(),
        "cost_people": lines.people_rupiah_by_cell[j, t].tolist(),
    }


def _money(lines: Lines) -> Columns:
    keys, prices = lines.keys, lines.plan.prices
    shown = np.flatnonzero((keys.source_funds > 0) & ((keys.source_rupiah > 0) | (lines.planned > 0)))
    ranges = [money_range(prices.budget_low[source], prices.budget_high[source]) for source in shown.tolist()]
    return {
        "fund_id": keys.source_funds[shown].tolist(),
        "opd_id": [opd or None for opd in keys.source_opds[shown].tolist()],
        "ceiling": keys.source_rupiah[shown].tolist(),
        "planned": lines.planned[shown].tolist(),
        "price": prices.budget[shown].tolist(),
        "price_low": [low for low, _high in ranges],
        "price_high": [high for _low, high in ranges],
    }


def money_range(low: float, high: float) -> tuple[int | None, int | None]:
    """The engine's range of a price in rupiah; (None, None) where it says none, no end upwards as None."""
    if not low < high:
        return None, None
    return round(float(low) * MONEY_UNIT), round(float(high) * MONEY_UNIT) if np.isfinite(high) else None


def _postponed(lines: Lines) -> Columns:
    """The register in the order of its list: what lost by least first, then the largest gap."""
    keys, register = lines.keys, lines.plan.register
    reasons, gap = reasons_of(lines), lines.gap[register.need].round(3)
    loss = np.where(np.isin(reasons, WITHOUT_OPTION), NEVER, np.minimum(register.loss, FAR).round(6))
    order = np.lexsort((register.need, -gap, loss))
    i, need = register.i[order], register.need[order]
    costs, programmes = lines.register_cost, keys.programmes.tolist()
    return {
        "employee_id": keys.employees[i].tolist(),
        "opd_id": keys.opds[i].tolist(),
        "competency_id": keys.needs[need].tolist(),
        "gap": gap[order].tolist(),
        "reason": reasons[order].tolist(),
        "programme_id": [programmes[j] if j >= 0 else None for j in register.offering[order].tolist()],
        "quarter": [t + 1 if t >= 0 else None for t in register.period[order].tolist()],
        "loss": loss[order].tolist(),
        "cost": [costs[place] for place in order.tolist()],
    }
