"""Ceilings and what the plan uses of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from bangkom.planning.models import Ceiling, Fund, PlanMoney, PlanRun, PlanYear
from bangkom.planning.queries.rulebook import rules_in_force


@dataclass(frozen=True)
class FundLine:
    """A fund of a year in whole rupiah: ceiling of today, what the plan was given, what it uses, what is left."""

    pk: int
    code: str
    name: str
    by_opd: bool
    ceiling: int
    offices: int
    given: int
    planned: int
    price: float

    @property
    def left(self) -> int:
        return self.given - self.planned

    @property
    def has_moved(self) -> bool:
        """The ceiling was changed after the plan was computed (or the scenario takes a part of it)."""
        return self.ceiling != self.given


def fund_lines(year: PlanYear, run: PlanRun | None) -> list[FundLine]:
    """Every fund with a ceiling or a planned rupiah, by code."""
    today = Ceiling.objects.filter(year=year).order_by().values("fund_id")
    ceilings = {
        row["fund_id"]: (row["total"], row["offices"])
        for row in today.annotate(total=Sum("amount"), offices=Count("opd_id"))
    }
    used: dict[int, tuple[int, int, float]] = {}
    if run:
        for fund, ceiling, planned, price in run.money.values_list("fund_id", "ceiling", "planned", "price"):
            had = used.get(fund, (0, 0, 0.0))
            used[fund] = (had[0] + ceiling, had[1] + planned, max(had[2], price))
    lines = []
    for fund in Fund.objects.order_by("code"):
        total, offices = ceilings.get(fund.pk, (0, 0))
        given, planned, price = used.get(fund.pk, (0, 0, 0.0))
        if total or given or planned:
            lines.append(
                FundLine(fund.pk, fund.code, fund.name, fund.by_opd, total, offices, given, planned, price)
            )
    return lines


@dataclass(frozen=True)
class Minimum:
    """The legal minimum share of the regional budget, in rupiah, and how far the ceilings are from it."""

    percent: float
    floor: int
    total: int
    verification: str
    source: str

    @property
    def difference(self) -> int:
        return self.total - self.floor


def minimum_share(year: PlanYear, total: int) -> Minimum | None:
    """None where the APBD is not known or no rule is in force."""
    rule = rules_in_force(year.year).get("minimum_apbd_percent")
    if rule is None or not year.apbd:
        return None
    floor = -(-int(year.apbd * rule.value * 1000) // 100_000)
    return Minimum(float(rule.value), floor, total, rule.get_verification_display(), rule.source)


def ceilings_of(year: PlanYear) -> dict[tuple[str, int | None], Ceiling]:
    """Every ceiling of a year by fund code and OPD."""
    return {(c.fund.code, c.opd_id): c for c in Ceiling.objects.filter(year=year).select_related("fund")}


def money_rows(run: PlanRun) -> Any:
    """Source by source, for a list and for files."""
    return (
        PlanMoney.objects.filter(run=run)
        .select_related("fund", "opd")
        .order_by("fund__code", "opd__name", "pk")
    )


def fund_codes() -> list[tuple[str, str]]:
    """Code and name of every fund, for the catalogue."""
    return list(Fund.objects.order_by("code").values_list("code", "name"))
