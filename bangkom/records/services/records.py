"""Adding a learning record."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.engine.hours import FormRule, countable_jp
from bangkom.foundation import audit, display, events
from bangkom.records.errors import NothingCounts, RecordInFuture, RecordTwice
from bangkom.records.events import RecordAdded
from bangkom.records.models import LearningRecord
from bangkom.records.services.counting import recount


@transaction.atomic
def add_record(
    *,
    employee: Any,
    form: Any,
    title: str,
    organiser: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    jp_claimed: Decimal,
    actor: Any,
    certificate_number: str = "",
    certificate_on: datetime.date | None = None,
    programme: Any = None,
    source: str = "",
) -> LearningRecord:
    """Write one activity into the ledger and recount the person's year.

    Counts at most what the form allows (per day and per month). The year is that of the last day. Refuses an
    activity that is there already. Audited; publishes ``RecordAdded``.
    """
    if ends_on > timezone.localdate():
        raise RecordInFuture(day=display.date(ends_on))
    _refuse_twice(employee, title, organiser, starts_on, ends_on, certificate_number)
    counted = countable_jp(
        jp_claimed, _rule(form), starts_on, ends_on, _taken(employee, form, starts_on, ends_on)
    )
    if jp_claimed > 0 and counted == 0:
        raise NothingCounts(form=str(form), limit=form.jp_rule or _("batas bulan ini"))
    record = LearningRecord(
        employee=employee,
        programme=programme,
        form=form,
        title=title,
        organiser=organiser,
        starts_on=starts_on,
        ends_on=ends_on,
        year=ends_on.year,
        jp_claimed=jp_claimed,
        jp_counted=counted,
        certificate_number=certificate_number,
        certificate_on=certificate_on,
        source=source,
    )
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:  # the same click a moment earlier
        raise _twice(record) from None
    recount(record.year, [employee.pk])
    audit.record(actor, "records.record.added", record, after=_facts(record))
    events.publish(RecordAdded(record.pk, employee.pk, record.year))
    return record


def _refuse_twice(
    employee: Any,
    title: str,
    organiser: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    certificate_number: str,
) -> None:
    same = Q(certificate_number__iexact=certificate_number) if certificate_number else Q(title__iexact=title)
    found = LearningRecord.objects.filter(
        same, employee=employee, organiser__iexact=organiser, starts_on=starts_on, ends_on=ends_on
    ).first()
    if found:
        raise _twice(found)


def _twice(record: LearningRecord) -> RecordTwice:
    dates = f"{display.date(record.starts_on)} – {display.date(record.ends_on)}"
    return RecordTwice(
        title=record.title, dates=dates, organiser=record.organiser or _("tanpa penyelenggara")
    )


def _rule(form: Any) -> FormRule:
    return FormRule(form.jp_per_unit, form.max_jp_per_day, form.max_units_per_month)


def _taken(
    employee: Any, form: Any, starts_on: datetime.date, ends_on: datetime.date
) -> dict[tuple[int, int], Decimal]:
    """JP of the same form that already count, by the month in which the activity ended."""
    if form.max_units_per_month is None:
        return {}
    first = starts_on.replace(day=1)
    taken: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    found = LearningRecord.objects.filter(
        employee=employee,
        form__code=form.code,
        ends_on__gte=first,
        starts_on__lte=ends_on + datetime.timedelta(days=31),
    )
    for day, jp in found.values_list("ends_on", "jp_counted"):
        taken[day.year, day.month] += jp
    return taken


def _facts(record: LearningRecord) -> dict[str, Any]:
    return {
        "form": record.form_id,
        "starts_on": record.starts_on,
        "ends_on": record.ends_on,
        "jp_claimed": record.jp_claimed,
        "jp_counted": record.jp_counted,
    }
