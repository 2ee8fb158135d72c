"""What stands behind a plan, on demand: prices with their ranges, what each rule costs, how firm its lines are.

Some thirty runs of the engine, each from the plan. Every part is stored as soon as it is known, so a stop
keeps what was found until then.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from bangkom.catalogue import queries as catalogue
from bangkom.engine.planner import Plan, Problem, budget_prices, rule_costs, weigh_doubt
from bangkom.foundation import jobs
from bangkom.planning.models import PlanRun, PlanSeat
from bangkom.planning.services.compute.run import TOTAL, Progress
from bangkom.planning.services.compute.storing import folder_of, money_range
from bangkom.planning.services.problem import Keys

SAMPLES, RESOLVES = 200, 10
MOST_CLASSES = 10
# Where each part lies in the whole.
PRICES, COSTS, DOUBT = (2, 30), (30, 70), (70, 99)
CHUNK = 500


def examine(run: PlanRun, say: Progress) -> None:
    """Measure prices, costs of rules and doubt of a plan; ``run.examined`` holds them.

    Raises ``Cancelled`` when the owner has asked to stop; what was complete by then is kept.
    """
    folder = folder_of(run)
    problem, keys, plan = Problem.load(folder), Keys.load(folder), Plan.load(folder / "answer")
    _prices(run, problem, keys, plan, _Ear(say, *PRICES, _("Menguji harga setiap pagu …")))
    _costs(run, problem, plan, _Ear(say, *COSTS, _("Menguji biaya setiap aturan …")))
    _doubt(run, problem, keys, plan, _Ear(say, *DOUBT, _("Menguji ketidakpastian …")))
    say(TOTAL, TOTAL, _("Rencana sudah diuji."))


class _Ear:
    """Progress of one part as progress of the job; remembers that the owner has asked to stop."""

    def __init__(self, say: Progress, low: int, high: int, note: str) -> None:
        self.say, self.low, self.high, self.note = say, low, high, note
        self.stopped: jobs.Cancelled | None = None
        say(low, TOTAL, note)

    def __call__(self, phase: str, done: int, total: int, best: float, bound: float) -> bool:
        share = min(1.0, done / total) if total else 0.0
        try:
            self.say(self.low + int((self.high - self.low) * share), TOTAL, self.note)
        except jobs.Cancelled as stop:
            self.stopped = stop
        return self.stopped is None

    def raise_if_stopped(self) -> None:
        if self.stopped:
            raise self.stopped


def _keep(run: PlanRun, **found: Any) -> None:
    run.examined = {**run.examined, **found}
    PlanRun.objects.filter(pk=run.pk).update(examined=run.examined)


def _prices(run: PlanRun, problem: Problem, keys: Keys, plan: Plan, ear: _Ear) -> None:
    """The range of each price of the agency's own funds. The OPDs' many small ones keep the plan's price."""
    wanted = np.flatnonzero((keys.source_opds == 0) & (keys.source_rupiah > 0)).tolist()
    prices = budget_prices(problem, plan, wanted, progress=ear)
    ear.raise_if_stopped()
    for source in wanted:
        low, high = money_range(prices.budget_low[source], prices.budget_high[source])
        run.money.filter(fund_id=int(keys.source_funds[source]), opd=None).update(
            price=float(prices.budget[source]), price_low=low, price_high=high
        )
    _keep(run, prices=True)


def _costs(run: PlanRun, problem: Problem, plan: Plan, ear: _Ear) -> None:
    costs = sorted(rule_costs(problem, plan, progress=ear).costs, key=lambda one: -one.cost)
    names = ("cost", "low", "high")
    rows = [
        [one.family, *(round(float(getattr(one, name)), 3) for name in names), one.people_more]
        for one in costs
    ]
    ear.raise_if_stopped()
    _keep(run, rules=rows)


def _doubt(run: PlanRun, problem: Problem, keys: Keys, plan: Plan, ear: _Ear) -> None:
    found = weigh_doubt(problem, plan, samples=SAMPLES, resolves=RESOLVES, progress=ear)
    ear.raise_if_stopped()
    _mark(run, keys.employees[plan.a_i[found.fragile_rows]], keys.programmes[plan.a_j[found.fragile_rows]])
    numbers = ("nominal", "expected", "low", "high")
    _keep(
        run,
        closed={name: round(float(getattr(found, name)), 3) for name in numbers},
        samples=SAMPLES,
        resolves=found.resolved,
        fragile_seats=int(found.fragile_rows.sum()),
        unrest=found.unrest,
        classes=_classes(keys, found.classes),
    )


def _mark(run: PlanRun, employees: Any, programmes: Any) -> None:
    """Mark the seats that stand only by a hair."""
    fragile = set(zip(employees.tolist(), programmes.tolist(), strict=True))
    seats = run.seats.values_list("pk", "employee_id", "programme_id")
    chosen = [pk for pk, employee, programme in seats if (employee, programme) in fragile]
    run.seats.filter(is_fragile=True).update(is_fragile=False)
    for start in range(0, len(chosen), CHUNK):
        PlanSeat.objects.filter(pk__in=chosen[start : start + CHUNK]).update(is_fragile=True)


def _classes(keys: Keys, lines: Any) -> list[list[Any]]:
    """Key, name, quarter, whether planned, share of the samples that hold it: the most doubtful first."""
    if lines is None:
        return []
    rows = np.flatnonzero(lines.fragile)
    rows = rows[np.argsort(np.abs(lines.share[rows] - 0.5), kind="stable")][:MOST_CLASSES]
    pks = keys.programmes[lines.rows[rows, 0]].tolist()
    names = dict(catalogue.programme_rows().filter(pk__in=pks).values_list("pk", "name"))
    return [
        [
            pk,
            names.get(pk, ""),
            int(lines.rows[row, 1]) + 1,
            bool(lines.planned[row]),
            round(float(lines.share[row]), 3),
        ]
        for pk, row in zip(pks, rows.tolist(), strict=True)
    ]
