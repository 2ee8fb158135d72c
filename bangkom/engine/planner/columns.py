"""The columns of a planning problem: one array per column, also one file per column on disk."""

from __future__ import annotations

from dataclasses import dataclass

CLASS, SENT, ONLINE, WEBINAR, MENTORING = range(5)  # values of ``o_mode``


@dataclass(frozen=True)
class Column:
    """One array: its dimensions, stored type, allowed range and what it points at."""

    dims: tuple[str, ...]
    dtype: str
    low: float | None = 0
    high: float | None = None
    points_at: str | None = None  # index into this dimension, -1 for none unless ``low`` is 0


COLUMNS: dict[str, Column] = {
    "p_unit": Column(("N",), "int32", 0, None, "U"),
    "p_job": Column(("N",), "uint8", 0, 63),
    "p_day_cap": Column(("N",), "int32"),
    "p_jp_cap": Column(("N",), "int32"),
    "p_jp_target": Column(("N",), "int32"),
    "p_max_items": Column(("N",), "int32"),
    "p_held": Column(("N",), "uint64", None),
    "p_mand": Column(("N",), "int32", -1),
    "p_grp": Column(("N", "*"), "int32", -1, None, "G"),
    "p_female": Column(("N",), "bool", None),
    "p_pppk": Column(("N",), "bool", None),
    "need_ptr": Column(("N+1",), "int64"),
    "need_k": Column(("needs",), "int32", 0, None, "K"),
    "need_w": Column(("needs",), "float32"),
    "need_g1": Column(("needs",), "float32"),
    "need_g2": Column(("needs",), "float32"),
    "o_course": Column(("J",), "int32", 0),
    "o_mode": Column(("J",), "int8", 0, 4),
    "o_agency": Column(("J",), "int32", -1, None, "A"),
    "o_jp": Column(("J",), "int32"),
    "o_days": Column(("J",), "int32"),
    "o_loc": Column(("J",), "int32", 0, None, "places"),
    "o_elig": Column(("J",), "uint64", None),
    "o_prereq": Column(("J",), "int32", -1),
    "o_prereq_bit": Column(("J",), "int32", -1, 63),
    "o_min": Column(("J",), "int32"),
    "o_max": Column(("J",), "int32"),
    "o_nmax": Column(("J", "T"), "int32"),
    "o_cap": Column(("J", "T"), "int32", -1),
    "o_fixed": Column(("J", "T"), "int64"),
    "o_var": Column(("J",), "int64"),
    "o_fund_fixed": Column(("J",), "int32", -1, None, "S"),
    "o_fund_var": Column(("J",), "int32", -1, None, "S"),
    "o_partner": Column(("J",), "int32", -1, None, "V"),
    "o_mand_only": Column(("J",), "bool", None),
    "gain_ptr": Column(("J+1",), "int64"),
    "gain_k": Column(("gains",), "int32", 0, None, "K"),
    "gain_a": Column(("gains",), "float32"),
    "travel": Column(("zones", "places"), "int64"),
    "u_agency": Column(("U",), "int32", 0, None, "A"),
    "u_zone": Column(("U",), "int32", 0, None, "zones"),
    "u_source": Column(("U",), "int32", 0, None, "S"),
    "u_abs_cap": Column(("U", "T"), "int32"),
    "s_budget": Column(("S",), "int64"),
    "v_cap": Column(("V", "T"), "int32"),
    "g_agency": Column(("G",), "int32", 0, None, "A"),
    "g_size": Column(("G",), "int64"),
    "g_theta": Column(("G",), "int64", 0, 100),
    "a_size": Column(("A",), "int64"),
}
SIZES = ("N", "J", "T", "K", "A", "U", "S", "V", "G")
WEIGHTS = ("rate2", "rho_jp", "m_mand", "eps_defer", "eps_cost")
