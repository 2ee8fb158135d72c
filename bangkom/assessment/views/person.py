"""Gaps of one person with the evidence that carries them, and new or corrected evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bangkom.assessment import queries, rules, services
from bangkom.assessment.forms import EvidenceForm, ReasonForm
from bangkom.assessment.queries import person_gaps
from bangkom.assessment.views.addresses import address_of
from bangkom.foundation import display
from bangkom.foundation.access import check, requires, signed_in
from bangkom.foundation.charts import GapBars, GapLine, respond_download
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.people import queries as people


@requires(signed_in)
def my_gap(request: HttpRequest) -> HttpResponse:
    employee = people.own_employee(request.user)
    if employee is None:
        return render(request, "assessment/no_employee.html")
    return _gap_page(request, employee, own=True)


@requires(signed_in)
def employee_gap(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(people.employee_for(request.user, pk))
    return _gap_page(request, employee, own=employee.user_id == request.user.pk)


def _gap_page(request: HttpRequest, employee: Any, *, own: bool) -> HttpResponse:
    levels = queries.person_levels(employee)
    demanded = [level for level in levels if level.estimate.required]
    band = person_gaps.band_of(employee.pk)
    chart = GapBars(
        "kesenjangan",
        _("Tingkat dan standar jabatan"),
        [_bar(level) for level in demanded],
        summary=_sentence(band),
    )
    if (file := respond_download(request, [chart])) is not None:
        return file
    words = _Words()
    can_see_leniency, may_change = rules.may_recompute(request.user), rules.changes_of(request.user, employee)
    context = {
        "employee": employee,
        "own": own,
        "band": band,
        "band_label": dict(person_gaps.ikk_band_choices()).get(band.band, band.band) if band else "",
        "chart": chart,
        "details": [
            _Detail(level, words, may_change, can_see_leniency=can_see_leniency)
            for level in levels
            if level.evidence
        ],
        "unassessed": [level.estimate for level in demanded if not level.evidence],
        "can_assess": rules.can_assess(request.user, employee),
        "sees_posts": rules.sees_gaps(request.user),
    }
    return render(request, "assessment/employee_gap.html", context)


def _bar(level: queries.CompetencyLevel) -> GapLine:
    row = level.estimate
    note = (
        _("Dari %(count)s bukti penilaian") % {"count": row.evidence_count}
        if row.evidence_count
        else _("Belum dinilai: perkiraan dari jenjang jabatan")
    )
    url = f"#k{row.competency_id}" if level.evidence else ""
    return GapLine(row.competency__name, row.required, row.mean, row.low, row.high, url=url, note=note)


def _sentence(band: person_gaps.PersonBand | None) -> str:
    if band is None:
        return _("Jabatan ini belum punya standar kompetensi.")
    return _("%(short)s dari %(required)s kompetensi belum terpenuhi; %(assessed)s sudah dinilai.") % {
        "short": band.short_count,
        "required": band.required_count,
        "assessed": band.assessed_count,
    }


class _Words:
    """Headings and addresses of the evidence tables, said once for a page of forty rows."""

    def __init__(self) -> None:
        self.method, self.day, self.assessor = _("Metode"), _("Tanggal"), _("Penilai")
        self.level, self.weight, self.act = _("Tingkat"), _("Bobot"), _("Tindakan")
        self._correct, self._withdraw = _("Perbaiki"), _("Tarik")
        self._correct_address = address_of("assessment:evidence-correct")
        self._withdraw_address = address_of("assessment:evidence-withdraw")

    def acts(self, line: queries.EvidenceLine) -> str:
        correct, withdraw = self._correct_address % line.pk, self._withdraw_address % line.pk
        return f'<a href="{correct}">{self._correct}</a> <a href="{withdraw}">{self._withdraw}</a>'


@dataclass
class _Detail:
    """One competency with its results as table rows, drawn here: the page has some forty of them."""

    level: queries.CompetencyLevel
    words: _Words
    may_change: Callable[[Any], bool]
    can_see_leniency: bool

    @property
    def key(self) -> str:
        return f"k{self.level.estimate.competency_id}"

    @property
    def name(self) -> str:
        return str(self.level.estimate.competency__name)

    @property
    def said(self) -> str:
        row = self.level.estimate
        values = {
            "level": display.number(round(row.mean, 1)),
            "low": display.number(round(row.low, 1)),
            "high": display.number(round(row.high, 1)),
            "expected": display.percent(self.level.expected_share),
        }
        return (
            _("Tingkat %(level)s (80%% antara %(low)s dan %(high)s); %(expected)s dari perkiraan jenjang.")
            % values
        )

    @property
    def rows(self) -> SafeString:
        return mark_safe("".join(self._row(line) for line in self.level.evidence))  # noqa: S308

    def _row(self, line: queries.EvidenceLine) -> str:
        said = self.words
        share = display.percent(line.share)
        note = f'<span class="bk-sub">{escape(line.note)}</span>' if line.note else ""
        assessor = str(escape(line.assessor_name or "–"))
        if self.can_see_leniency and abs(line.shift) >= 0.05:
            assessor += f'<span class="bk-sub">{_shift_words(line.shift)}</span>'
        return (
            f'<tr><td data-label="{said.method}">{escape(queries.band_label(line.method))}{note}</td>'
            f'<td data-label="{said.day}">{display.date(line.assessed_on)}</td>'
            f'<td data-label="{said.assessor}">{assessor}</td>'
            f'<td data-label="{said.level}" class="bk-num">{display.number(line.level)}</td>'
            f'<td data-label="{said.weight}"><span class="bk-meter"><progress value="{line.share:.3f}" max="1" '
            f'aria-label="{share}"></progress><span>{share}</span></span></td>'
            f'<td data-label="{said.act}">{said.acts(line) if self.may_change(line) else ""}</td></tr>'
        )


def _shift_words(shift: float) -> str:
    values = {"levels": display.number(round(abs(shift), 1))}
    if shift > 0:
        return _("dikurangi %(levels)s: cenderung lebih tinggi dari penilai lain") % values
    return _("ditambah %(levels)s: cenderung lebih rendah dari penilai lain") % values


@requires(signed_in)
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(people.employee_for(request.user, pk))
    check(rules.can_assess(request.user, employee))
    form = EvidenceForm(request.POST or None, user=request.user, employee=employee)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_evidence(employee=employee, actor=request.user, **form.values())
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Hasil penilaian tercatat; tingkat dan kesenjangan sudah dihitung ulang.")
            )
            return redirect("assessment:employee-gap", pk)
    context = {"employee": employee, "title": _("Catat hasil penilaian"), "submit": _("Simpan hasil")}
    return page_of(request, "assessment/evidence_form.html", context, form=form)


@requires(signed_in)
def evidence_correct(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = get_object_or_404(queries.evidence_for(request.user), pk=pk)
    check(rules.can_change_evidence(request.user, evidence))
    stored = get_object_or_404(queries.evidence_for(request.user), pk=pk)
    form = EvidenceForm(
        request.POST or None, instance=evidence, user=request.user, employee=evidence.employee
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_evidence(
                evidence=stored, reason=form.cleaned_data["reason"], actor=request.user, **form.values()
            )
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Hasil sudah diperbaiki; yang lama disimpan dan tidak lagi dihitung.")
            )
            return redirect("assessment:employee-gap", evidence.employee_id)
    context = {
        "employee": stored.employee,
        "title": _("Perbaiki hasil: %(name)s") % {"name": stored.competency.name},
        "submit": _("Simpan perbaikan"),
    }
    return page_of(request, "assessment/evidence_form.html", context, form=form)


@requires(signed_in)
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = get_object_or_404(queries.evidence_for(request.user), pk=pk)
    check(rules.can_change_evidence(request.user, evidence))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_evidence(
                evidence=evidence, reason=form.cleaned_data["reason"], actor=request.user
            )
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Hasil ditarik dan tidak lagi dihitung."))
            return redirect("assessment:employee-gap", evidence.employee_id)
    context = {
        "employee": evidence.employee,
        "title": _("Tarik hasil: %(name)s") % {"name": evidence.competency.name},
        "submit": _("Tarik hasil"),
        "danger": True,
    }
    return page_of(request, "assessment/evidence_form.html", context, form=form)
