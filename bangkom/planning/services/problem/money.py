"""Ceilings as sources: each fund of the agency, and each OPD's own fund."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bangkom.planning.errors import NoCeilings
from bangkom.planning.models import Ceiling, Fund, Scenario

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Sources:
    """One row per source. ``main`` is the agency's first fund (-1: none); ``of_opd`` leads from an OPD to its own."""

    funds: Ints
    opds: Ints
    rupiah: Ints
    of_agency: dict[str, int]
    own_codes: set[str]
    of_opd: dict[int, int]
    main: int


def read_sources(scenario: Scenario, opds: list[int]) -> Sources:
    """Every fund of the agency, then one own fund per OPD: the first ``by_opd`` fund with a ceiling there."""
    held = Ceiling.objects.filter(year_id=scenario.year_id).values_list("fund_id", "opd_id", "amount")
    ceilings: dict[tuple[int, int | None], int] = {(fund, opd): amount for fund, opd, amount in held}
    if not any(ceilings.values()):
        raise NoCeilings(year=scenario.year.year)
    funds = list(Fund.objects.order_by("code"))
    rows: list[tuple[int, int, int]] = []
    of_agency: dict[str, int] = {}
    for fund in funds:
        if not fund.by_opd:
            of_agency[fund.code] = len(rows)
            rows.append((fund.pk, 0, _after(scenario, fund, ceilings.get((fund.pk, None), 0))))
    own = [fund for fund in funds if fund.by_opd]
    of_opd: dict[int, int] = {}
    for opd in opds:
        paying = next((fund for fund in own if ceilings.get((fund.pk, opd))), own[0] if own else None)
        of_opd[opd] = len(rows)
        amount = _after(scenario, paying, ceilings.get((paying.pk, opd), 0)) if paying else 0
        rows.append((paying.pk if paying else 0, opd, amount))
    table = np.array(rows, "int64").reshape(-1, 3)
    main = next((of_agency[fund.code] for fund in funds if not fund.by_opd), -1)
    return Sources(
        table[:, 0], table[:, 1], table[:, 2], of_agency, {fund.code for fund in own}, of_opd, main
    )


def _after(scenario: Scenario, fund: Fund, amount: int) -> int:
    """The ceiling after the percent that the scenario gives this fund."""
    return amount * int(scenario.ceilings.get(fund.code, 100)) // 100
