"""The objective of a plan, from its rows."""

from __future__ import annotations

import numpy as np

from bangkom.engine.planner.checking.rules import cost_of
from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.problem import Problem


def objective_of(p: Problem, plan: Plan) -> float:
    """Weighted gap closed and needs touched, less missing hours, mandatory courses not held and cost."""
    i, j = np.asarray(plan.a_i, "int64"), np.asarray(plan.a_j, "int64")
    w = p.weights
    # gains by person and competency
    ptr = p["gain_ptr"]
    times = np.diff(ptr)[j]
    seat = np.repeat(np.arange(len(j)), times)
    within = np.arange(len(seat)) - np.repeat(np.cumsum(times) - times, times)
    gain = ptr[:-1][j][seat] + within
    key = i[seat] * max(p.K, 1) + p["gain_k"][gain]
    owner = np.repeat(np.arange(p.N), np.diff(p["need_ptr"]))
    wanted = owner * max(p.K, 1) + p["need_k"]
    order = np.argsort(wanted, kind="stable")
    place = np.searchsorted(wanted[order], key)
    inside = place < len(wanted)
    inside[inside] = wanted[order][place[inside]] == key[inside]
    z = np.zeros(len(wanted))
    np.add.at(z, order[place[inside]], p["gain_a"][gain][inside].astype("float64"))
    g1, g2 = p["need_g1"].astype("float64"), p["need_g2"].astype("float64")
    closed = np.minimum(z, g1) + w.rate2 * np.clip(z - g1, 0, g2)
    total = float((p["need_w"].astype("float64") * closed).sum()) + w.eps_defer * int((z > 0).sum())
    # duties and money
    jp = np.bincount(i, p["o_jp"][j], p.N)
    total -= w.rho_jp * float(np.maximum(0, p["p_jp_target"] - jp).sum())
    met = np.zeros(p.N, bool)
    met[i[p["o_course"][j] == p["p_mand"][i]]] = True
    total -= w.m_mand * int(((p["p_mand"] >= 0) & ~met).sum())
    batches = np.asarray(plan.n, "int64")[p["o_mode"] == 0] * p["o_fixed"][p["o_mode"] == 0]
    return total - w.eps_cost * int(cost_of(p, i, j)[0].sum() + batches.sum())
