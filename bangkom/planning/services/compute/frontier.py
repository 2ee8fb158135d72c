"""The plan at other budgets: what more money would bring and what less would cost."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bangkom.engine.planner import frontier as plans_along
from bangkom.planning.services.compute.figures import price_of, totals
from bangkom.planning.services.compute.lines import Lines
from bangkom.planning.services.problem import Built

# Ten plans for a curve: each is worth less time than the plan itself.
EFFORT = "quick"
SCALES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 2.0)


def points(built: Built, lines: Lines, watch: Any, *, effort: str = EFFORT) -> list[dict[str, Any]]:
    """One point per budget: percent of the ceilings, rupiah, and the totals of the plan there.

    The point at 100 per cent is the plan itself; the others start from it. ``watch`` raises ``Cancelled`` when
    the owner has asked to stop.
    """
    others = tuple(scale for scale in SCALES if scale != 1.0)
    found = plans_along(
        built.problem, others, start=lines.plan, pins=built.pins, progress=watch, effort=effort
    )
    watch.raise_if_stopped()
    found = sorted([*found, (1.0, lines.plan)], key=lambda pair: pair[0])
    return [_point(built, scale, plan) for scale, plan in _rising(found)]


def _rising(found: list[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """A plan for a smaller budget is allowed at a larger one, too: the better of the two stands there.

    The plan itself, at 100 per cent, always stands for itself.
    """
    best, rising = None, []
    for scale, plan in found:
        if scale == 1.0 or best is None or plan.objective >= best.objective:
            best = plan
        rising.append((scale, best))
    return rising


def _point(built: Built, scale: float, plan: Any) -> dict[str, Any]:
    lines = Lines(built.problem, plan, built.keys)
    values = totals(lines)
    wanted = (
        "closed",
        "gap",
        "reached",
        "people",
        "duty",
        "duty_met",
        "planned",
        "postponed",
        "seats",
        "batches",
    )
    return {
        "percent": round(100 * scale),
        "ceiling": round(values["ceiling"] * scale),
        "objective": round(plan.objective, 4),
        "bound": round(plan.bound, 4),
        "price": price_of(plan, lines).get("worth", 0),
        **{name: values[name] for name in wanted},
    }


def said(phase: str, best: float, bound: float) -> str:
    """What the watching page reads meanwhile."""
    return _("Menghitung rencana pada pagu lain …")
