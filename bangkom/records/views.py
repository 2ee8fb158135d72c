"""Rekam Jejak: one's own, another person's, a new record, and the duty of many."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.access import check, requires, signed_in
from bangkom.foundation.charts import Bar, Bars, Ring, respond_download
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.people import queries as people
from bangkom.people import rules as people_rules
from bangkom.records import queries, rules, services
from bangkom.records.forms import RecordForm
from bangkom.records.tables import DutyTable, OfficeDutyTable, RecordTable


@requires(signed_in)
def my_record(request: HttpRequest) -> HttpResponse:
    employee = people.own_employee(request.user)
    if employee is None:
        return render(request, "records/no_employee.html")
    return _record_page(request, employee, own=True)


@requires(signed_in)
def employee_record(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(people.employee_for(request.user, pk))
    return _record_page(request, employee, own=employee.user_id == request.user.pk)


def _record_page(request: HttpRequest, employee: Any, *, own: bool) -> HttpResponse:
    standing = queries.standing_of(employee)
    history = queries.yearly_history(employee.pk)
    years = Bars(
        "jp-per-tahun",
        _("JP per tahun"),
        [Bar(str(year.year), float(year.jp)) for year in history],
        unit=_("JP"),
    )
    if (file := respond_download(request, [years])) is not None:
        return file
    context = {
        "employee": employee,
        "own": own,
        "standing": standing,
        "ring": ring_of(standing, own=own),
        "years": years if len(history) > 1 else None,
        "can_add": rules.can_add_record(request.user, employee),
        "may_list": rules.sees_duty(request.user),
        "tabs": [] if own else people.person_tabs(request.user, employee.pk, "records:employee-record"),
    }
    table = RecordTable(request, queries.record_rows(request.user, employee.pk))
    return table.respond("records/record.html", context)


def ring_of(standing: queries.Standing, *, own: bool) -> Ring:
    title = _("JP tahun %(year)s") % {"year": standing.year}
    sentence = standing.sentence(own=own)
    return Ring("jp", title, standing.shown_jp, standing.goal, unit=_("JP"), sentence=sentence)


@requires(rules.adds_records)
def record_add(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(people.employee_for(request.user, pk))
    check(rules.can_add_record(request.user, employee))
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = services.add_record(employee=employee, actor=request.user, **form.values())
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            _tell(request, record)
            return redirect("records:employee-record", pk)
    context = {"employee": employee, "back": reverse("records:employee-record", args=[pk])}
    return page_of(request, "records/record_add.html", context, form=form)


def _tell(request: HttpRequest, record: Any) -> None:
    values = {"jp": display.number(record.jp_counted), "claimed": display.number(record.jp_claimed)}
    if record.jp_counted < record.jp_claimed:
        text = _(
            "Kegiatan tercatat. Dihitung %(jp)s dari %(claimed)s JP karena batas bentuknya per hari atau bulan."
        )
        messages.warning(request, text % values)
    else:
        messages.success(request, _("Kegiatan tercatat dengan %(jp)s JP.") % values)


@requires(rules.sees_duty)
def duty_list(request: HttpRequest) -> HttpResponse:
    """Who has met the duty of a year and who not, among the people whom one sees."""
    year = _year(request)
    table = DutyTable(request, queries.duty_rows(request.user, year), page_sizes=(25, 50, 100))
    context = {"year": year, "years": queries.duty_years(), "current": "people", **_figures(request, year)}
    return table.respond("records/duty_list.html", context)


@requires(rules.sees_duty)
def duty_offices(request: HttpRequest) -> HttpResponse:
    """The duty of a year by OPD; of the OPDs that one sees, or of all for those who see everybody."""
    year = _year(request)
    rows = queries.duty_by_opd(year)
    if not people_rules.sees_everybody(request.user):
        own = {pk for pk, _name in people.offices_for(request.user)}
        rows = [row for row in rows if row.opd_id in own]
    context = {"year": year, "years": queries.duty_years(), "current": "offices", **_figures(request, year)}
    return OfficeDutyTable(request, rows).respond("records/duty_list.html", context)


def _figures(request: HttpRequest, year: int) -> dict[str, Any]:
    """The head figures: of the city, or of one's own OPDs together."""
    if people_rules.sees_everybody(request.user):
        return {"total": queries.duty_of_city(year)}
    own = [pk for pk, _name in people.offices_for(request.user)]
    return {"total": queries.duty_of_opds(own, year)}


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("tahun", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else queries.this_year()
