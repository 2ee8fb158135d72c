"""Gaps of offices and the city: heat map, figures, the lists behind."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.assessment import queries, rules, services
from bangkom.assessment.queries import person_gaps
from bangkom.assessment.tables import GapTable, OfficeGapTable, PeopleGapTable
from bangkom.assessment.views.addresses import address_of
from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.charts import Band, Bar, Bars, GapBars, GapLine, Heat, HeatMap, respond_download
from bangkom.foundation.errors import DomainError
from bangkom.standards import queries as standards

# Colours of the map, in levels that are missing on average. Drawing only: no rule depends on them.
STEPS = ((0.15, 0), (0.35, 1), (0.6, 2), (0.9, 3), (None, 4))
SHOWN_COMPETENCIES = 15


def _bands() -> list[Band]:
    said = [display.number(upto) for upto, _step in STEPS if upto is not None]
    labels = [_("kurang dari %(to)s") % {"to": said[0]}]
    labels += [_("%(from)s sampai %(to)s") % {"from": low, "to": high} for low, high in pairwise(said)]
    labels.append(_("%(from)s atau lebih") % {"from": said[-1]})
    return [Band(upto, label, step) for (upto, step), label in zip(STEPS, labels, strict=True)]


class _Shown(dict):  # type: ignore[type-arg]
    """Writes a value with one decimal; a map of 500 cells has a dozen different ones."""

    def __call__(self, value: float) -> str:
        return str(self[round(value, 1)])

    def __missing__(self, value: float) -> str:
        self[value] = text = display.number(value, 1)
        return text


@requires(rules.sees_gaps)
def heat_map(request: HttpRequest) -> HttpResponse:
    fields = queries.fields_with_gaps(request.user)
    field = request.GET.get("bidang", "")
    field = field if field in fields else ""
    found = queries.heat_cells(request.user, field=field)
    list_address, office_address = address_of("assessment:gap-list"), address_of("assessment:office-gap")
    list_url = {pk: list_address % pk for pk, _name in found.competencies}
    cells: dict[tuple[Any, int], Heat] = {
        (opd, skill): Heat(round(row.mean_gap, 2), f"{list_url[skill]}?opd={opd}", row.people)
        for (opd, skill), row in found.cells.items()
    }
    rows: list[tuple[Any, ...]] = [(pk, name, office_address % pk) for pk, name in found.offices]
    if rules.sees_city(request.user) and found.city:
        rows.insert(0, ("city", _("Seluruh kota"), reverse("assessment:city-gap"), ""))
        cells |= {("city", skill): Heat(round(row.mean_gap, 2), list_url[skill], row.people) for skill, row in found.city.items() if skill in list_url}  # fmt: skip
    chart = HeatMap(
        "peta-kesenjangan",
        _("Rata-rata tingkat yang kurang, per OPD dan kompetensi"),
        rows,
        [(pk, name, list_url[pk]) for pk, name in found.competencies],
        cells,
        _bands(),
        show=_Shown(),
        row_label=_("OPD"),
        note=_(
            "Angka 0,5 berarti pegawai rata-rata kurang setengah tingkat. Ketuk sel untuk melihat daftarnya."
        ),
        query=[("bidang", field)] if field else [],
    )
    if (file := respond_download(request, [chart])) is not None:
        return file
    context = {
        "chart": chart,
        "fields": fields,
        "field": field,
        "sees_city": rules.sees_city(request.user),
        "may_recompute": rules.may_recompute(request.user),
    }
    return render(request, "assessment/heat_map.html", context)


@requires(rules.sees_gaps)
def office_gap(request: HttpRequest, pk: int) -> HttpResponse:
    if not rules.can_see_office(request.user, pk):
        raise Http404
    summary = queries.office_summary(pk)
    if summary is None or summary.opd is None:
        raise Http404
    return _figures_page(request, summary, summary.opd.name, opd_id=pk)


@requires(rules.sees_city)
def city_gap(request: HttpRequest) -> HttpResponse:
    table = OfficeGapTable(request, queries.office_rows(request.user))
    if (part := table.interrupt()) is not None:
        return part
    summary = queries.office_summary(None)
    return _figures_page(request, summary, _("Seluruh kota"), opd_id=None, table=table)


def _figures_page(
    request: HttpRequest, summary: Any, title: str, *, opd_id: int | None, **more: Any
) -> HttpResponse:
    rows = queries.office_cells(opd_id)
    suffix = f"?opd={opd_id}" if opd_id else ""
    lines = [
        GapLine(
            row.competency__name,
            round(row.mean_required, 2),
            row.mean_level,
            url=reverse("assessment:gap-list", args=[row.competency_id]) + suffix,
            note=_("%(short)s dari %(people)s pegawai kurang") % {
                "short": display.number(row.short_people),
                "people": display.number(row.people),
            },
        )
        for row in rows[:SHOWN_COMPETENCIES]
    ]  # fmt: skip
    levels = GapBars(
        "kompetensi", _("Kompetensi dengan kesenjangan terbesar"), lines,
        summary=_("Diurutkan menurut jumlah tingkat yang kurang pada seluruh pegawai."),
    )  # fmt: skip
    people_url = reverse("assessment:people-list")
    bands = Bars(
        "kategori",
        _("Pegawai menurut kategori IKK"),
        _band_bars(summary, opd_id, people_url),
        unit=_("pegawai"),
    )
    if (file := respond_download(request, [levels, bands])) is not None:
        return file
    label = dict(person_gaps.ikk_band_choices()).get(summary.band, summary.band) if summary else ""
    context = {
        "title": title, "summary": summary, "band_label": label, "levels": levels, "bands": bands, "people_url": people_url + suffix,
        **more,
    }  # fmt: skip
    return render(request, "assessment/office_gap.html", context)


def _band_bars(summary: Any, opd_id: int | None, people_url: str) -> list[Bar]:
    if summary is None:
        return []
    tones = ("success", "", "warning", "danger")
    office = f"&opd={opd_id}" if opd_id else ""
    return [
        Bar(
            label,
            summary.bands.get(name, 0),
            f"{people_url}?kategori={name}{office}",
            tone=tones[min(place, 3)],
        )
        for place, (name, label) in enumerate(person_gaps.ikk_band_choices())
    ]


@requires(rules.sees_gaps)
def gap_list(request: HttpRequest, pk: int) -> HttpResponse:
    """People of whom a competency is demanded: the list behind a column or a cell of the heat map."""
    competency = get_object_or_404(standards.competencies_of(), pk=pk)
    table = GapTable(request, queries.gap_rows(request.user, pk))
    return table.respond("assessment/gap_list.html", {"competency": competency})


@requires(rules.sees_gaps)
def people_list(request: HttpRequest) -> HttpResponse:
    table = PeopleGapTable(request, queries.people_rows(request.user))
    return table.respond("assessment/people_list.html")


@requires(rules.may_recompute)
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    try:
        job = services.queue_recompute(owner=request.user)
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("assessment:heat-map")
    return redirect("foundation:job", job.pk)
