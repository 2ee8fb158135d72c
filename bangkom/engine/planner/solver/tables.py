"""The problem as the kernels read it: fixed types, contiguous, candidates listed by agency and job."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import CLASS, SENT
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]
JOBS = 64
OPEN_CAP = 2**30  # stands for "no limit" in seat counts


# columns of Kern.person and Kern.offer
UNIT, JOB, DAY_CAP, JP_CAP, JP_TARGET, MAX_ITEMS, MAND, AGENCY, ZONE, SOURCE = range(10)
COURSE, IS_CLASS, FUNDED, MAND_ONLY, JP, DAYS, PREREQ, PREREQ_BIT, BATCH_MIN, BATCH_MAX, FUND_VAR = range(11)
PERSONAL = ("unit", "job", "day_cap", "jp_cap", "jp_target", "max_items", "held", "mand", "grp")


class Tables(NamedTuple):
    unit: Array
    job: Array
    day_cap: Array
    jp_cap: Array
    jp_target: Array
    max_items: Array
    held: Array
    mand: Array
    grp: Array
    need_ptr: Array
    need_k: Array
    need_w: Array
    need_g1: Array
    need_g2: Array
    cls_ptr: Array  # candidates by agency * JOBS + job
    cls_j: Array
    course: Array
    is_class: Array
    funded: Array  # counts for equity
    mand_only: Array
    jp: Array
    days: Array
    prereq: Array
    prereq_bit: Array
    batch_min: Array
    batch_max: Array
    n_max: Array  # J x T, 0 where not a class
    cap: Array  # J x T, OPEN_CAP without limit, 0 for classes
    fixed: Array
    fund_fixed: Array
    fund_var: Array
    partner: Array
    gain_ptr: Array
    gain_k: Array
    gain_a: Array
    cost: Array  # zones x J: participant and travel
    u_agency: Array
    u_zone: Array
    u_source: Array
    u_cap: Array
    budget: Array
    v_cap: Array
    g_agency: Array
    g_share: Array  # theta * size / (100 * size of the agency)
    g_int: Array  # G x 2: theta * size, 100 * size of the agency (exact form)
    w: Array  # rate2, rho_jp, m_mand, eps_defer, eps_cost
    most_items: int
    competencies: int


class Kern(NamedTuple):
    """The tables packed for the kernels: few arrays keep compiling short and a person's row together."""

    person: Array  # N x 10
    held: Array
    grp: Array
    need_ptr: Array
    need_k: Array
    need: Array  # weight, sure gap, uncertain gap
    cls_ptr: Array
    cls_j: Array
    offer: Array  # J x 11
    n_max: Array
    cap: Array
    gain_ptr: Array
    gain_k: Array
    gain_a: Array
    cost: Array
    group: Array  # G x 3: theta * size, 100 * size of the agency, agency
    w: Array
    most: Array  # one number: most items of anybody


def kern_of(t: Tables) -> Kern:
    person = [t.unit, t.job, t.day_cap, t.jp_cap, t.jp_target, t.max_items, t.mand]
    person += [t.u_agency[t.unit], t.u_zone[t.unit], t.u_source[t.unit]]
    offer = [t.course, t.is_class, t.funded, t.mand_only, t.jp, t.days, t.prereq, t.prereq_bit]
    offer += [t.batch_min, t.batch_max, t.fund_var]
    return Kern(
        person=_i32(np.stack(person, 1)), held=t.held, grp=t.grp, need_ptr=t.need_ptr, need_k=t.need_k,
        need=_f64(np.stack([t.need_w, t.need_g1, t.need_g2], 1)), cls_ptr=t.cls_ptr, cls_j=t.cls_j,
        offer=_i32(np.stack(offer, 1)), n_max=t.n_max, cap=t.cap, gain_ptr=t.gain_ptr, gain_k=t.gain_k,
        gain_a=t.gain_a, cost=t.cost, group=_i64(np.column_stack([t.g_int, t.g_agency])), w=t.w,
        most=np.array([t.most_items]),
    )  # fmt: skip


def tables_of(problem: Problem) -> Tables:
    """Build once per problem; budgets may be exchanged with ``_replace(budget=...)``."""
    p = problem
    mode = p["o_mode"]
    is_class = mode == CLASS
    n_max = np.where(is_class[:, None], p["o_nmax"], 0)
    cap = np.where(is_class[:, None], 0, np.where(p["o_cap"] < 0, OPEN_CAP, p["o_cap"]))
    n_max[p["o_max"] <= 0] = 0
    cls_ptr, cls_j = _candidates(problem, np.asarray(((n_max > 0) | (cap > 0)).any(1)))
    a_of_g = p["a_size"][p["g_agency"]]
    g_int = np.stack([p["g_theta"] * p["g_size"], 100 * a_of_g], 1) if p.G else np.zeros((0, 2))
    w = p.weights
    most = min(int(p["p_max_items"].max(initial=0)), p.J)
    return Tables(
        unit=_i32(p["p_unit"]), job=_i32(p["p_job"]), day_cap=_i32(p["p_day_cap"]), jp_cap=_i32(p["p_jp_cap"]),
        jp_target=_i32(p["p_jp_target"]), max_items=_i32(np.minimum(p["p_max_items"], most)),
        held=np.ascontiguousarray(p["p_held"], "uint64"), mand=_i32(p["p_mand"]), grp=_i32(p["p_grp"]),
        need_ptr=_i64(p["need_ptr"]), need_k=_i32(p["need_k"]), need_w=_f64(p["need_w"]),
        need_g1=_f64(p["need_g1"]), need_g2=_f64(p["need_g2"]), cls_ptr=cls_ptr, cls_j=cls_j,
        course=_i32(p["o_course"]), is_class=is_class,
        funded=((mode == CLASS) | (mode == SENT)) & ~p["o_mand_only"], mand_only=p["o_mand_only"].copy(),
        jp=_i32(p["o_jp"]), days=_i32(p["o_days"]), prereq=_i32(p["o_prereq"]),
        prereq_bit=_i32(p["o_prereq_bit"]), batch_min=_i32(p["o_min"]), batch_max=_i32(p["o_max"]),
        n_max=_i32(n_max), cap=_i32(cap), fixed=_i64(p["o_fixed"]), fund_fixed=_i32(p["o_fund_fixed"]),
        fund_var=_i32(p["o_fund_var"]), partner=_i32(p["o_partner"]), gain_ptr=_i64(p["gain_ptr"]),
        gain_k=_i32(p["gain_k"]), gain_a=_f64(p["gain_a"]),
        cost=_i64(p["o_var"][None, :] + p["travel"][:, p["o_loc"]] if p.J else np.zeros((len(p["travel"]), 0))),
        u_agency=_i32(p["u_agency"]), u_zone=_i32(p["u_zone"]), u_source=_i32(p["u_source"]),
        u_cap=_i32(p["u_abs_cap"]), budget=_i64(p["s_budget"]), v_cap=_i32(p["v_cap"]),
        g_agency=_i32(p["g_agency"]), g_share=_f64(g_int[:, 0] / np.maximum(g_int[:, 1], 1)), g_int=_i64(g_int),
        w=np.array([w.rate2, w.rho_jp, w.m_mand, w.eps_defer, w.eps_cost]),
        most_items=max(most, 1), competencies=max(p.K, 1),
    )  # fmt: skip


def some_people(t: Tables, who: Array) -> Tables:
    """The same market with some of the people (in the order given)."""
    sizes = np.diff(t.need_ptr)[who]
    ptr = np.concatenate([[0], np.cumsum(sizes, dtype="int64")])
    rows = np.repeat(t.need_ptr[who] - ptr[:-1], sizes) + np.arange(ptr[-1])
    mine = {name: getattr(t, name)[who] for name in PERSONAL}
    needs = {name: getattr(t, name)[rows] for name in ("need_k", "need_w", "need_g1", "need_g2")}
    return t._replace(**mine, **needs, need_ptr=_i64(ptr))


def _candidates(problem: Problem, offered: Array) -> tuple[Array, Array]:
    """Offerings that people of each agency and job class may take, in order of the offering."""
    rows = []
    for agency in range(problem.A):
        ours = offered & ((problem["o_agency"] < 0) | (problem["o_agency"] == agency))
        open_j = np.flatnonzero(ours)
        elig = problem["o_elig"][open_j]
        for job in range(JOBS):
            rows.append(open_j[(elig >> np.uint64(job)) & np.uint64(1) == 1])
    ptr = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype="int64")])
    return _i64(ptr), _i32(np.concatenate(rows) if rows else np.empty(0))


def _i32(column: Any) -> Array:
    return np.ascontiguousarray(column, "int32")


def _i64(column: Any) -> Array:
    return np.ascontiguousarray(column, "int64")


def _f64(column: Any) -> Array:
    return np.ascontiguousarray(column, "float64")
