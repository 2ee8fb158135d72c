"""Instances of the planning problem drawn from a seed, of any size and number of agencies.

People of a unit share an agency, a zone and a source; gaps follow the job class; offerings are classes in
batches, outside classes, online courses, webinars and mentoring, some behind a prerequisite. Budgets are a
fraction of what everybody's wishes would cost, so that they bind.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import CLASS, MENTORING, ONLINE, SENT, WEBINAR
from bangkom.engine.planner.problem import Problem, Weights

Array = NDArray[Any]
ALL_JOBS = np.uint64(2**64 - 1)


def generate(
    *, people: int, seed: int, agencies: int = 1, periods: int = 4, offerings: int | None = None,
    competencies: int = 60, budget_scale: float = 1.0,
) -> Problem:  # fmt: skip
    """The same arguments give the same problem."""
    rng = np.random.default_rng([seed, people, agencies])
    units = max(agencies, people // 40)
    u_agency = np.sort(rng.integers(0, agencies, units)) if people else np.zeros(units, int)
    u_agency[:agencies] = np.arange(agencies)
    u_agency = np.sort(u_agency)
    p_unit = np.sort(rng.integers(0, units, people))
    sources = 3 + agencies
    columns = {
        **_people(rng, p_unit, competencies),
        **_offerings(rng, agencies, periods, competencies, people, offerings or 60 + 40 * agencies),
        **_market(rng, p_unit, u_agency, periods, sources, people, budget_scale),
        **_groups(rng, p_unit, u_agency, agencies),
    }
    return Problem.from_arrays(columns, Weights())


def _people(rng: np.random.Generator, p_unit: Array, competencies: int) -> dict[str, Array]:
    n = len(p_unit)
    pppk = rng.random(n) < 0.25
    job = np.where(rng.random(n) < 0.9, rng.integers(0, 12, n), rng.integers(12, 64, n))
    mand = np.where(rng.random(n) < 0.02, rng.integers(0, 3, n), -1)
    # needs: core competencies for all, technical ones by job class
    core, count = min(9, competencies), rng.integers(2, 12, n)
    key = (
        np.stack([rng.permutation(competencies) for _ in range(64)])
        if competencies
        else np.zeros((64, 0), int)
    )
    picks = [
        np.unique(np.concatenate([rng.permutation(core)[: c // 2], key[j][: c - c // 2]]))
        for c, j in zip(count, job, strict=True)
    ]
    need_k = np.concatenate(picks) if picks else np.empty(0, int)
    m = len(need_k)
    return {
        "p_unit": p_unit, "p_job": job, "p_day_cap": rng.integers(3, 11, n) + np.where(mand >= 0, 10, 0),
        "p_jp_cap": np.where(pppk, 24, rng.choice([40, 60, 80], n)) + np.where(mand >= 0, 120, 0),
        "p_jp_target": np.full(n, 20), "p_max_items": rng.choice([3, 3, 4, 5], n),
        "p_held": rng.integers(0, 2**40, n).astype("uint64"), "p_mand": mand,
        "p_female": rng.random(n) < 0.55, "p_pppk": pppk,
        "need_ptr": np.concatenate([[0], np.cumsum([len(p) for p in picks], dtype=int)]),
        "need_k": need_k, "need_w": rng.uniform(0.4, 3.0, m).round(3),
        "need_g1": np.maximum(0, rng.normal(0.7, 0.7, m)).round(2), "need_g2": rng.choice([0.2, 0.4, 0.65, 0.8], m),
    }  # fmt: skip


def _offerings(
    rng: np.random.Generator, agencies: int, periods: int, competencies: int, people: int, count: int
) -> dict[str, Array]:
    mode = rng.choice([CLASS, SENT, ONLINE, WEBINAR, MENTORING], count, p=[0.3, 0.3, 0.22, 0.1, 0.08])
    mode[: min(3, count)] = SENT
    mand_only = np.arange(count) < 3
    course = np.where(mand_only, np.arange(count), rng.integers(3, max(4, count * 2 // 3), count))
    days = np.where(mode <= SENT, rng.integers(2, 6, count), 0)
    jp = np.choose(mode, [days * 8, days * 8, rng.integers(3, 11, count) * 2, rng.integers(1, 4, count) * 2,
                          rng.integers(5, 9, count) * 2])  # fmt: skip
    elig = np.where(rng.random(count) < 0.25, ALL_JOBS, 0).astype("uint64")
    for _ in range(6):
        elig |= np.uint64(1) << rng.integers(0, 64, count).astype("uint64")
        elig |= np.uint64(1) << rng.integers(0, 12, count).astype("uint64")
    elig[mand_only] = ALL_JOBS
    prereq = np.where((rng.random(count) < 0.12) & (course > 6), rng.integers(3, np.maximum(course, 4)), -1)
    size = max(4, min(25, people // 8))
    seats = np.maximum(1, (people / max(agencies, 1) * rng.uniform(0.002, 0.02, count)).astype(int))
    per = np.where(rng.random((count, periods)) < 0.7, 1, 0)
    cap = np.where(
        (mode == ONLINE) & (rng.random(count) < 0.5), -1, seats * np.choose(mode, [1, 1, 4, 15, 1])
    )
    gains = [np.unique(rng.integers(0, competencies, rng.integers(1, 3))) for _ in range(count)]
    gain_k = np.concatenate(gains) if gains else np.empty(0, int)
    is_class = mode == CLASS
    return {
        "o_course": course, "o_mode": mode, "o_jp": jp, "o_days": days,
        "o_agency": np.where((rng.random(count) < 0.5) | mand_only, -1, rng.integers(0, agencies, count)),
        "o_loc": np.where(mode == SENT, rng.integers(0, 3, count), np.where(is_class, 0, 3)), "o_elig": elig,
        "o_prereq": prereq, "o_prereq_bit": np.where(prereq >= 0, prereq % 40, -1),
        "o_min": np.where(is_class, size // 2, 0), "o_max": np.where(is_class, size, 0),
        "o_nmax": np.where(is_class[:, None], per * max(1, people // 2000), 0),
        "o_cap": np.where(is_class[:, None], 0, np.where(per > 0, cap[:, None], 0)),
        "o_fixed": np.where(is_class[:, None], np.repeat(rng.integers(400, 2000, (count, 1)) * size, periods, 1), 0),
        "o_var": np.choose(mode, [rng.integers(3, 9, count) * 100, rng.integers(20, 60, count) * 100,
                                  np.zeros(count, int), np.zeros(count, int), rng.integers(0, 3, count) * 50]),
        "o_fund_fixed": np.where(is_class, rng.integers(0, 3, count), -1),
        "o_fund_var": np.where(rng.random(count) < 0.25, rng.integers(0, 3, count), -1),
        "o_partner": np.where(is_class & (rng.random(count) < 0.7), rng.integers(0, 3, count), -1),
        "o_mand_only": mand_only,
        "gain_ptr": np.concatenate([[0], np.cumsum([len(g) for g in gains], dtype=int)]),
        "gain_k": gain_k, "gain_a": rng.uniform(0.15, 1.6, len(gain_k)).round(2),
    }  # fmt: skip


def _market(
    rng: np.random.Generator,
    p_unit: Array,
    u_agency: Array,
    periods: int,
    sources: int,
    people: int,
    scale: float,
) -> dict[str, Array]:
    units = len(u_agency)
    staff = np.bincount(p_unit, minlength=units)
    budget = np.concatenate([
        people * np.array([260, 70, 55]), 40 * np.bincount(u_agency[p_unit], minlength=sources - 3),
    ])  # fmt: skip
    return {
        "travel": np.array([[0, 1500, 7500, 0], [150, 1500, 7800, 0], [400, 2000, 8500, 0]]),
        "u_agency": u_agency, "u_zone": rng.choice([0, 0, 1, 2], units),
        "u_source": np.where(rng.random(units) < 0.4, 0, 3 + u_agency),
        "u_abs_cap": np.repeat(np.maximum(6, (staff * 1.2).astype(int))[:, None], periods, 1),
        "s_budget": np.floor(budget * scale).astype("int64"),
        "v_cap": np.repeat(np.maximum(10, people * np.array([40, 30, 25]) // 7000)[:, None], periods, 1),
    }  # fmt: skip


def _groups(rng: np.random.Generator, p_unit: Array, u_agency: Array, agencies: int) -> dict[str, Array]:
    """Per agency: two kinds of people (theta 70) and every fourth unit of some size (theta 40)."""
    agency = u_agency[p_unit]
    kind = rng.integers(0, 2, len(p_unit))
    first = agency * 2 + kind
    staff = np.bincount(p_unit, minlength=len(u_agency))
    special = np.flatnonzero((np.arange(len(u_agency)) % 4 == 0) & (staff >= 20))
    of_unit = np.full(len(u_agency), -1)
    of_unit[special] = 2 * agencies + np.arange(len(special))
    grp = np.stack([first, of_unit[p_unit]], 1)
    groups = 2 * agencies + len(special)
    return {
        "p_grp": grp, "g_agency": np.concatenate([np.repeat(np.arange(agencies), 2), u_agency[special]]),
        "g_size": np.bincount(grp[grp >= 0], minlength=groups),
        "g_theta": np.concatenate([np.full(2 * agencies, 70), np.full(len(special), 40)]),
        "a_size": np.bincount(agency, minlength=agencies),
    }  # fmt: skip
