"""The whole model as one mixed-integer program, for problems small enough to be solved outright."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.solver.tables import OPEN_CAP, Tables
from bangkom.engine.planner.solver.wishes import Wishes

Array = NDArray[Any]


@dataclass(frozen=True)
class Outcome:
    rows: Array  # (person, offering, period)
    n: Array
    value: float  # objective against no seats at all
    bound: float
    proven: bool


class Model:
    """Columns and rows as they are listed, then handed over at once."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.entries: list[tuple[int, int, float]] = []

    def column(self, cost: float, upper: float, whole: bool) -> int:
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        at = len(self.low)
        self.entries += [(at, column, value) for column, value in terms]
        self.low.append(low)
        self.high.append(high)


def solve_whole(
    t: Tables, wishes: Wishes, *, seconds: float = np.inf, nodes: int | None = None, floor: Array | None = None,
    gap: float = 1e-7,
) -> Outcome | None:  # fmt: skip
    """Best plan within ``nodes`` of the search tree; None without any. ``floor``: least batches (from pins).

    The default number of nodes falls with the number of people (about a minute at 60); counted in nodes, the
    work and so the plan are the same on any machine, unless ``seconds`` cut it.
    """
    model, seat, batch = whole_model(t, wishes, floor)
    if nodes is None:
        nodes = max(60, 6000 // max(len(t.unit), 1))
    solved = _run(model, seconds, nodes, gap)
    if solved is None:
        return None
    x, bound, proven = solved
    rows = np.array([key for key, c in seat.items() if x[c] > 0.5], np.int32).reshape(-1, 3)
    n = np.zeros_like(t.n_max)
    for (j, p), c in batch.items():
        n[j, p] = round(float(x[c]))
    return Outcome(rows, n, float(np.dot(model.cost, x)), bound, proven)


Seats = dict[tuple[int, int, int], int]
Batches = dict[tuple[int, int], int]


def whole_model(t: Tables, wishes: Wishes, floor: Array | None = None) -> tuple[Model, Seats, Batches]:
    """All rules and the objective as one program, with the columns of seats and of batches."""
    model = Model()
    seat = _seat_columns(model, t, wishes)
    batch = _batch_columns(model, t, floor)
    _personal_rows(model, t, seat)
    _worth_rows(model, t, seat)
    _shared_rows(model, t, seat, batch)
    for i, j, p in wishes.forced.tolist():
        columns = [c for (a, b, q), c in seat.items() if a == i and b == j and p in (q, -1)]
        model.row([(c, 1.0) for c in columns], 1.0, np.inf)
    return model, seat, batch


def _seat_columns(model: Model, t: Tables, wishes: Wishes) -> Seats:
    barred = {tuple(row) for row in wishes.barred.tolist()}
    seat: Seats = {}
    for i in range(len(t.unit)):
        u = t.unit[i]
        row = t.u_agency[u] * 64 + t.job[i]
        for j in t.cls_j[t.cls_ptr[row] : t.cls_ptr[row + 1]].tolist():
            if t.mand_only[j] and (t.mand[i] < 0 or t.mand[i] != t.course[j]):
                continue
            if t.days[j] > t.day_cap[i] or t.jp[j] > t.jp_cap[i] or t.max_items[i] < 1:
                continue
            for p in range(t.n_max.shape[1]):
                if (t.n_max if t.is_class[j] else t.cap)[j, p] < 1 or {(i, j, p), (i, j, -1)} & barred:
                    continue
                seat[i, j, p] = model.column(-t.w[4] * float(t.cost[t.u_zone[u], j]), 1.0, True)
    return seat


def _batch_columns(model: Model, t: Tables, floor: Array | None) -> dict[tuple[int, int], int]:
    batch = {}
    for j, p in np.argwhere(t.n_max > 0).tolist():
        batch[j, p] = model.column(-t.w[4] * float(t.fixed[j, p]), float(t.n_max[j, p]), True)
        if floor is not None and floor[j, p] > 0:
            model.row([(batch[j, p], 1.0)], float(floor[j, p]), np.inf)
    return batch


def _personal_rows(model: Model, t: Tables, seat: Seats) -> None:
    course: dict[tuple[int, int], list[tuple[int, int]]] = {}
    mine: dict[int, list[tuple[int, int, int]]] = {}
    for (i, j, p), c in seat.items():
        course.setdefault((i, int(t.course[j])), []).append((p, c))
        mine.setdefault(i, []).append((j, p, c))
    for columns in course.values():
        if len(columns) > 1:
            model.row([(c, 1.0) for _, c in columns], 0.0, 1.0)
    for i, items in mine.items():
        model.row([(c, 1.0) for _, _, c in items], 0.0, float(t.max_items[i]))
        model.row([(c, float(t.jp[j])) for j, _, c in items], 0.0, float(t.jp_cap[i]))
        model.row([(c, float(t.days[j])) for j, _, c in items if t.days[j] > 0], 0.0, float(t.day_cap[i]))
        for period in range(t.n_max.shape[1]):
            away = [(c, 1.0) for j, p, c in items if p == period and t.days[j] > 0]
            if len(away) > 1:
                model.row(away, 0.0, 1.0)
        for j, p, c in items:
            bit = int(t.prereq_bit[j])
            if t.prereq[j] < 0 or (bit >= 0 and int(t.held[i]) >> bit & 1):
                continue
            before = [(b, -1.0) for q, b in course.get((i, int(t.prereq[j])), []) if q < p]
            model.row([(c, 1.0), *before], -np.inf, 0.0)


def _worth_rows(model: Model, t: Tables, seat: Seats) -> None:
    """Closed gaps, needs touched, missing hours, mandatory courses not held."""
    gains: dict[int, list[tuple[int, float]]] = {}
    hours: dict[int, list[tuple[int, float]]] = {}
    held: dict[int, list[tuple[int, float]]] = {}
    need_at = [
        {int(t.need_k[q]): q for q in range(t.need_ptr[i], t.need_ptr[i + 1])} for i in range(len(t.unit))
    ]
    for (i, j, _), c in seat.items():
        for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
            q = need_at[i].get(int(t.gain_k[g]))
            if q is not None and t.gain_a[g] > 0:
                gains.setdefault(q, []).append((c, float(t.gain_a[g])))
        hours.setdefault(i, []).append((c, float(t.jp[j])))
        if t.mand[i] >= 0 and t.mand[i] == t.course[j]:
            held.setdefault(i, []).append((c, 1.0))
    for q, terms in gains.items():
        sure = model.column(float(t.need_w[q]), float(t.need_g1[q]), False)
        more = model.column(float(t.need_w[q] * t.w[0]), float(t.need_g2[q]), False)
        touched = model.column(float(t.w[3]), 1.0, False)
        model.row([(sure, 1.0), (more, 1.0), *((c, -a) for c, a in terms)], -np.inf, 0.0)
        model.row([(touched, 1.0), *((c, -1.0) for c, _ in terms)], -np.inf, 0.0)
    for i, terms in hours.items():
        done = model.column(float(t.w[1]), float(t.jp_target[i]), False)
        model.row([(done, 1.0), *((c, -a) for c, a in terms)], -np.inf, 0.0)
    for terms in held.values():
        met = model.column(float(t.w[2]), 1.0, False)
        model.row([(met, 1.0), *((c, -1.0) for c, _ in terms)], -np.inf, 0.0)


def _shared_rows(model: Model, t: Tables, seat: Seats, batch: dict[tuple[int, int], int]) -> None:
    classes: dict[tuple[int, int], list[int]] = {}
    away: dict[tuple[int, int], list[tuple[int, float]]] = {}
    money: dict[int, list[tuple[int, float]]] = {}
    funded: dict[int, list[tuple[int, int]]] = {}
    for (i, j, p), c in seat.items():
        u = int(t.unit[i])
        classes.setdefault((j, p), []).append(c)
        if t.days[j] > 0:
            away.setdefault((u, p), []).append((c, float(t.days[j])))
        source = int(t.fund_var[j]) if t.fund_var[j] >= 0 else int(t.u_source[u])
        money.setdefault(source, []).append((c, float(t.cost[t.u_zone[u], j])))
        if t.funded[j]:
            funded.setdefault(int(t.u_agency[u]), []).append((i, c))
    for (j, p), columns in classes.items():
        ones = [(c, 1.0) for c in columns]
        if t.is_class[j]:
            model.row([*ones, (batch[j, p], -float(t.batch_max[j]))], -np.inf, 0.0)
            model.row([*ones, (batch[j, p], -float(t.batch_min[j]))], 0.0, np.inf)
        elif t.cap[j, p] < OPEN_CAP:
            model.row(ones, 0.0, float(t.cap[j, p]))
    for (j, p), c in batch.items():
        if (j, p) not in classes:
            model.row([(c, 1.0)], 0.0, 0.0 if t.batch_min[j] > 0 else np.inf)
        if t.fund_fixed[j] >= 0:
            money.setdefault(int(t.fund_fixed[j]), []).append((c, float(t.fixed[j, p])))
    for (u, p), terms in away.items():
        model.row(terms, 0.0, float(t.u_cap[u, p]))
    for v, p in np.argwhere(t.v_cap >= 0).tolist():
        used = [(c, float(t.days[j])) for (j, q), c in batch.items() if q == p and t.partner[j] == v]
        if used:
            model.row(used, 0.0, float(t.v_cap[v, p]))
    for source, terms in money.items():
        model.row(terms, 0.0, float(t.budget[source]))
    for g, (whole, part) in enumerate(t.g_int.tolist()):
        terms = [
            (c, float(whole - part * bool((t.grp[i] == g).any())))
            for i, c in funded.get(int(t.g_agency[g]), [])
        ]
        model.row(terms, -np.inf, float(part))


def _run(model: Model, seconds: float, nodes: int, gap: float) -> tuple[Array, float, bool] | None:
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.low)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_ = np.array(model.cost), np.zeros(len(model.cost))
    lp.col_upper_ = np.array(model.upper)
    lp.row_lower_, lp.row_upper_ = np.array(model.low), np.array(model.high)
    kind = highspy.HighsVarType
    lp.integrality_ = [kind.kInteger if whole else kind.kContinuous for whole in model.whole]
    entries = np.array(model.entries).reshape(-1, 3)
    order = np.lexsort((entries[:, 1], entries[:, 0]))
    rows, entries = entries[order, 0].astype(np.int64), entries[order]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=lp.num_row_))])
    lp.a_matrix_.index_ = entries[:, 1].astype(np.int32)
    lp.a_matrix_.value_ = entries[:, 2]
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False), ("time_limit", float(seconds)), ("threads", 1), ("random_seed", 0),
        ("mip_rel_gap", gap), ("mip_abs_gap", 1e-9), ("mip_max_nodes", nodes),
    ):  # fmt: skip
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.array(solver.getSolution().col_value), float(info.mip_dual_bound), proven
