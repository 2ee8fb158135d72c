"""The figures of a plan: small enough to live in its row, complete enough for every page above it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.catalogue.enums import MODE_NUMBER
from bangkom.engine.planner import Plan
from bangkom.people.queries.plan_columns import opd_names
from bangkom.planning.enums import PostponeReason
from bangkom.planning.services.compute.lines import Lines, duty, reached
from bangkom.planning.services.compute.reasons import reasons_of

MOST_UNMET = 500
MODE_NAMES = {number: str(mode) for mode, number in MODE_NUMBER.items()}


def totals(lines: Lines) -> dict[str, Any]:
    """The plan in a dozen numbers; money in whole rupiah, gaps in levels."""
    has, met = duty(lines)
    mandated = lines.problem["p_mand"] >= 0
    return {
        "people": lines.problem.N,
        "needs": len(lines.gap),
        "people_with_needs": int((np.diff(lines.problem["need_ptr"]) > 0).sum()),
        "gap": round(float(lines.gap.sum()), 3),
        "closed": round(float(lines.closed.sum()), 3),
        "needs_touched": int((lines.raised > 0).sum()),
        "reached": int(reached(lines).sum()),
        "seats": len(lines.i),
        "batches": int(lines.plan.n.sum()),
        "duty": int(has.sum()),
        "duty_met": int(met.sum()),
        "jp": int(lines.jp.sum()) / 10,
        "ceiling": int(lines.keys.source_rupiah.sum()),
        "planned": int(lines.planned.sum()),
        "postponed": len(lines.plan.register),
        "mandates": int(mandated.sum()),
        "mandates_held": int(lines.is_mandatory.sum()),
    }


def summarise(lines: Lines) -> dict[str, Any]:
    """Everything that the planner's table and the home pages show of a plan."""
    found = totals(lines)
    reasons = reasons_of(lines)
    gap = lines.gap[lines.plan.register.need]
    counts = {}
    for reason in PostponeReason:
        chosen = reasons == reason.value
        if chosen.any():
            counts[reason.value] = [int(chosen.sum()), round(float(gap[chosen].sum()), 3)]
    found["reasons"] = counts
    found["by_opd"] = _by_opd(lines, gap)
    found["by_sex"] = _by_group(lines, {"f": lines.problem["p_female"], "m": ~lines.problem["p_female"]})
    found["by_kind"] = _by_group(lines, {"pns": ~lines.problem["p_pppk"], "pppk": lines.problem["p_pppk"]})
    found["by_quarter"] = _by_quarter(lines)
    found["by_mode"] = _by_mode(lines)
    found["price"] = price_of(lines.plan, lines)
    found["notes"] = list(lines.keys.notes)
    found["unmet"] = _unmet(lines)
    return found


def _by_opd(lines: Lines, postponed_gap: NDArray[np.float64]) -> list[dict[str, Any]]:
    """One row per OPD: people, reached, seats, funded share, money, gap, closed, duty, postponed."""
    opds, index = np.unique(lines.keys.opds, return_inverse=True)
    size = len(opds)
    names = opd_names(set(opds.tolist()))
    has, met = duty(lines)
    of_need = index[lines.owner]
    of_seat = index[lines.i]

    def count(of: NDArray[Any], weights: NDArray[Any] | None = None) -> list[float]:
        return np.bincount(of, weights=weights, minlength=size).tolist()

    columns: dict[str, list[Any]] = {
        "people": count(index),
        "reached": count(index[reached(lines)]),
        "seats": count(of_seat),
        "cost": [int(v) for v in count(of_seat, lines.cost)],
        "gap": [round(v, 3) for v in count(of_need, lines.gap)],
        "closed": [round(v, 3) for v in count(of_need, lines.closed)],
        "duty": count(index[has]),
        "duty_met": count(index[met]),
        "postponed": count(index[lines.plan.register.i]),
        "postponed_gap": [round(v, 3) for v in count(index[lines.plan.register.i], postponed_gap)],
    }
    return [
        {"opd": opd, "name": names.get(opd, ""), **{name: column[row] for name, column in columns.items()}}
        for row, opd in enumerate(opds.tolist())
    ]


def _by_group(lines: Lines, groups: dict[str, NDArray[np.bool_]]) -> dict[str, dict[str, Any]]:
    got, (has, met) = reached(lines), duty(lines)
    result = {}
    for name, mask in groups.items():
        result[name] = {
            "people": int(mask.sum()),
            "reached": int((mask & got).sum()),
            "seats": int(mask[lines.i].sum()),
            "cost": int(lines.cost[mask[lines.i]].sum()),
            "gap": round(float(lines.gap[mask[lines.owner]].sum()), 3),
            "closed": round(float(lines.closed[mask[lines.owner]].sum()), 3),
            "duty": int((mask & has).sum()),
            "duty_met": int((mask & met).sum()),
        }
    return result


def _by_quarter(lines: Lines) -> list[dict[str, int]]:
    money = lines.people_rupiah_by_cell + lines.batch_rupiah_by_cell
    return [
        {
            "seats": int(lines.seats_by_cell[:, t].sum()),
            "batches": int(lines.plan.n[:, t].sum()),
            "planned": int(money[:, t].sum()),
        }
        for t in range(lines.problem.T)
    ]


def _by_mode(lines: Lines) -> dict[str, dict[str, int]]:
    mode = lines.problem["o_mode"]
    money = (lines.people_rupiah_by_cell + lines.batch_rupiah_by_cell).sum(1)
    seats = lines.seats_by_cell.sum(1)
    return {
        MODE_NAMES[number]: {
            "seats": int(seats[mode == number].sum()),
            "planned": int(money[mode == number].sum()),
        }
        for number in sorted(set(mode.tolist()))
    }


def price_of(plan: Plan, lines: Lines) -> dict[str, float]:
    """What a further Rp100 juta of the agency's first fund would add to the objective, and where that holds."""
    agency = np.flatnonzero(lines.keys.source_opds == 0)
    if not len(agency):
        return {}
    best = int(agency[int(np.argmax(plan.prices.budget[agency]))])
    low, high = float(plan.prices.budget_low[best]), float(plan.prices.budget_high[best])
    return {
        "fund": int(lines.keys.source_funds[best]),
        "worth": round(float(plan.prices.budget[best]), 4),
        "low": round(low * 1000) if np.isfinite(low) else 0,
        "high": round(high * 1000) if np.isfinite(high) else -1,
    }


def _unmet(lines: Lines) -> list[list[Any]]:
    """Mandates and pins that the plan cannot keep: code, key of the person, key of the programme."""
    found = []
    for one in lines.plan.infeasibilities[:MOST_UNMET]:
        if one.code == "pin_unknown":
            continue
        table = lines.keys.courses if one.code == "mandatory_not_held" else lines.keys.programmes
        found.append([one.code, int(lines.keys.employees[one.subject[0]]), int(table[one.subject[1]])])
    return found
