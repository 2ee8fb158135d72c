"""Years, their phases and their ceilings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangkom.foundation import audit
from bangkom.foundation.enums import Verification
from bangkom.planning.errors import YearExists
from bangkom.planning.models import Ceiling, Fund, PlanPhase, PlanYear, Scenario
from bangkom.planning.services.reference import rows_of


@dataclass(frozen=True)
class Money:
    """A ceiling to set: rupiah of a fund (by code), of the agency or of one OPD (by key)."""

    fund: str
    amount: int
    opd_id: int | None = None
    verification: str = Verification.ESTIMATED
    source: str = ""


@transaction.atomic
def make_year(
    *,
    year: int,
    apbd: int | None = None,
    source: str = "",
    money: Sequence[Money] = (),
    scenario_name: str = "",
    actor: Any = None,
) -> PlanYear:
    """Open a budget year: its phases, its ceilings and one active scenario. Raises ``YearExists``.

    The funds named in ``money`` must exist (``load_reference`` brings BKPSDM, OPD and MITRA; a fund with
    ``by_opd`` needs an ``opd_id`` per row). ``services.compute(year.scenarios.get())`` makes the plan.
    """
    try:
        with transaction.atomic():
            made = PlanYear.objects.create(year=year, apbd=apbd, source=source)
    except IntegrityError:
        raise YearExists(year=year) from None
    PlanPhase.objects.bulk_create(_phases(made))
    Scenario.objects.create(
        year=made,
        name=scenario_name or _("Rencana dasar"),
        is_active=True,
        created_by=actor if actor else None,
    )
    _write(made, money)
    total = sum(one.amount for one in money)
    audit.record(actor, "planning.year.opened", made, after={"year": year, "apbd": apbd, "ceilings": total})
    return made


def _phases(year: PlanYear) -> list[PlanPhase]:
    """The usual dates of ``data/phases.csv``: years relative to the budget year, then month and day."""

    def day(text: str) -> dt.date:
        offset, month, of_month = text.rsplit("-", 2)
        return dt.date(year.year + int(offset), int(month), int(of_month))

    return [
        PlanPhase(
            year=year,
            kind=row["kind"],
            starts_on=day(row["starts"]),
            ends_on=day(row["ends"]),
            source=row["source"],
        )
        for row in rows_of("phases.csv")
    ]


def _write(year: PlanYear, money: Iterable[Money]) -> None:
    funds = dict(Fund.objects.values_list("code", "pk"))
    Ceiling.objects.bulk_create(
        Ceiling(
            year=year,
            fund_id=funds[one.fund],
            opd_id=one.opd_id,
            amount=one.amount,
            verification=one.verification,
            source=one.source,
        )
        for one in money
    )


@transaction.atomic
def set_ceilings(*, year: PlanYear, money: Sequence[Money], actor: Any) -> int:
    """Set the named ceilings of a year; rows that are not named stay. Returns how many changed.

    A plan that was computed keeps the ceilings it was made with (``PlanMoney``).
    """
    held: dict[tuple[str, int | None], tuple[int | None, int | None]] = {
        (code, opd): (pk, amount)
        for pk, code, opd, amount in year.ceilings.values_list("pk", "fund__code", "opd_id", "amount")
    }
    fresh: list[Money] = []
    before: dict[str, int | None] = {}
    after: dict[str, int] = {}
    for one in money:
        pk, amount = held.get((one.fund, one.opd_id), (None, None))
        if amount == one.amount or (pk is None and one.amount == 0):
            continue
        name = f"{one.fund}/{one.opd_id or ''}"
        before[name], after[name] = amount, one.amount
        if pk is None:
            fresh.append(one)
        else:
            Ceiling.objects.filter(pk=pk).update(
                amount=one.amount, verification=one.verification, source=one.source
            )
    _write(year, fresh)
    if after:
        audit.record(actor, "planning.ceilings.set", year, before=before, after=after)
    return len(after)


@transaction.atomic
def set_apbd(*, year: PlanYear, apbd: int | None, source: str, actor: Any) -> None:
    """Set the whole regional budget, from which the legal minimum share follows."""
    before = {"apbd": year.apbd, "source": year.source}
    if before == {"apbd": apbd, "source": source}:
        return
    PlanYear.objects.filter(pk=year.pk).update(apbd=apbd, source=source)
    audit.record(actor, "planning.year.apbd_set", year, before=before, after={"apbd": apbd, "source": source})
