"""Ceilings and what the plan uses of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bangkom.foundation import display
from bangkom.foundation.kept import kept
from bangkom.planning.models import Ceiling, Fund, PlanMoney, PlanRun, PlanYear
from bangkom.planning.queries.plans import CeilingRow
from bangkom.planning.queries.rulebook import rule_in_force


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
    price_low: int | None = None
    price_high: int | None = None

    @property
    def price_shown(self) -> str:
        return display.number(round(self.price, 2))

    @property
    def has_range(self) -> bool:
        """Whether the engine says between which ceilings the price holds; without an end upwards, from one on."""
        return self.price_low is not None

    @property
    def left(self) -> int:
        return self.given - self.planned

    @property
    def has_moved(self) -> bool:
        """The ceiling was changed after the plan was computed (or the scenario takes a part of it)."""
        return self.ceiling != self.given


def fund_lines(ceilings: list[CeilingRow], run: PlanRun | None) -> list[FundLine]:
    """Every fund with a ceiling (``ceiling_rows``) or a planned rupiah, by code."""
    used = kept(f"plan-money-{run.pk}", lambda: _used(run)) if run else {}
    lines = []
    for fund in Fund.objects.order_by("code"):
        amounts = [(opd, amount) for key, opd, amount in ceilings if key == fund.pk]
        total, offices = (
            sum(amount for _opd, amount in amounts),
            sum(opd is not None for opd, _amount in amounts),
        )
        money = used.get(fund.pk, _Used())
        if total or money.given or money.planned:
            lines.append(
                FundLine(
                    fund.pk,
                    fund.code,
                    fund.name,
                    fund.by_opd,
                    total,
                    offices,
                    money.given,
                    money.planned,
                    money.price,
                    money.low,
                    money.high,
                )
            )
    return lines


@dataclass
class _Used:
    """A fund in a plan: rupiah given and planned, the highest price among its sources and that price's range."""

    given: int = 0
    planned: int = 0
    price: float = 0.0
    low: int | None = None
    high: int | None = None


def _used(run: PlanRun) -> dict[int, _Used]:
    """By fund. A run never changes, so it can be kept."""
    used: dict[int, _Used] = {}
    columns = ("fund_id", "ceiling", "planned", "price", "price_low", "price_high")
    for fund, ceiling, planned, price, low, high in run.money.order_by("pk").values_list(*columns):
        money = used.setdefault(fund, _Used())
        money.given += ceiling
        money.planned += planned
        if price > money.price:
            money.price, money.low, money.high = price, low, high
    return used


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

    @property
    def missing(self) -> int:
        return max(0, self.floor - self.total)


def minimum_share(year: PlanYear, total: int) -> Minimum | None:
    """None where the APBD is not known or no rule is in force."""
    if not year.apbd:
        return None
    rule = rule_in_force(year.year, "minimum_apbd_percent")
    if rule is None:
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


def fund_keys() -> list[str]:
    """Code of every fund."""
    return list(Fund.objects.order_by("code").values_list("code", flat=True))
