"""Lists of the pages above all rooms."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangkom.assessment.queries import person_gaps
from bangkom.foundation import display
from bangkom.foundation.enums import JobState
from bangkom.foundation.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    Search,
    Table,
    cells,
)
from bangkom.foundation.tables.state import EXPORT
from bangkom.people import queries as people
from bangkom.people import rules as people_rules
from bangkom.portal.queries import office, operations
from bangkom.records import queries as records
from bangkom.records.enums import DutyState


def full_name(row: Any) -> str:
    front = f"{row.front_title} " if row.front_title else ""
    back = f", {row.back_title}" if row.back_title else ""
    return f"{front}{row.name}{back}"


def standing(row: Any) -> records.Standing | None:
    """JP of the year of a row, None where nothing was counted."""
    if row.duty__jp is None:
        return None
    return records.Standing(records.this_year(), row.duty__jp, row.duty__floor_jp, row.duty__ceiling_jp)


def _duty(rows: Any, state: str) -> Any:
    has_floor = Q(duty__floor_jp__isnull=False)
    wanted = {"met": has_floor & Q(duty__is_met=True), "short": has_floor & Q(duty__is_met=False)}
    return rows.filter(wanted[state])


def _direct(rows: Any, value: str) -> Any:
    return rows  # narrowed by the table, which knows whose team it is


class TeamTable(Table):
    """The people of a head or an HR officer, with warning marks."""

    key = "tim"
    caption = gettext_lazy("Tim")
    noun = gettext_lazy("pegawai")
    file_name = "tim"
    search = Search(
        using=people.search_employees,
        label=gettext_lazy("Cari pegawai"),
        placeholder=gettext_lazy("Nama atau NIP"),
    )
    columns = (
        Column(
            "name",
            gettext_lazy("Nama"),
            value=full_name,
            cell="name_cell",
            sort="name",
            hideable=False,
            heading=True,
        ),
        Column("nip", gettext_lazy("NIP"), hidden=True),
        Column("unit", gettext_lazy("Unit kerja"), value="unit__name"),
        Column("jp", gettext_lazy("JP tahun ini"), value=lambda row: row.duty__jp, cell="jp_cell"),
        Column(
            "gap",
            gettext_lazy("Kesenjangan"),
            value="gap_summary__band",
            cell="gap_cell",
            sort="gap_summary__ikk",
        ),
    )
    filters = (
        ChoiceFilter(
            "lingkup",
            gettext_lazy("Lingkup"),
            lookup=_direct,
            choices=(("langsung", gettext_lazy("Bawahan langsung")),),
            empty=gettext_lazy("Semua"),
        ),
        BooleanFilter(
            "wajib",
            gettext_lazy("Dengan pelatihan wajib yang belum diikuti"),
            lookup=lambda rows, value: office.due_only(rows),
        ),
        ChoiceFilter(
            "jp",
            gettext_lazy("Kewajiban JP"),
            lookup=_duty,
            choices=(
                (DutyState.SHORT.value, DutyState.SHORT.label),
                (DutyState.MET.value, DutyState.MET.label),
            ),
        ),
        ChoiceFilter(
            "pita",
            gettext_lazy("Kategori kesenjangan"),
            lookup="gap_summary__band",
            choices=person_gaps.ikk_band_choices,
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada pegawai di lingkup Anda"),
        text=gettext_lazy("Pegawai muncul setelah berkas kepegawaian diterapkan oleh BKPSDM."),
    )

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        options.setdefault("columns", (*self.columns, *self._columns_of_page()))
        super().__init__(request, rows, **options)
        self.before, self.after = reverse("portal:person", args=[0]).rsplit("0", 1)

    def _columns_of_page(self) -> tuple[Column, Column]:
        """Columns whose content is read for the whole page at once."""
        return (
            Column("plan", _("Pembelajaran berikutnya"), value=self.plan_text),
            Column(
                "marks",
                _("Perlu perhatian"),
                value=lambda row: ", ".join(words for words, _tone in self.marks(row)),
                cell="marks_cell",
            ),
        )

    @cached_property
    def learning(self) -> dict[int, office.Learning]:
        """What is planned for the people of this page; for a file, of all."""
        if self.prefix + EXPORT in self.request.GET:
            return office.learning_of(self.narrowed.raw().values_list("pk", flat=True))
        return office.learning_of(row.pk for row in self.rows)

    def shape(self, found: Any) -> Any:
        return office.as_team_rows(found)

    def name_cell(self, row: Any) -> SafeString:
        return mark_safe(  # noqa: S308
            f'<a href="{self.before}{row.pk}{self.after}">{escape(full_name(row))}</a>'
            f'<span class="bk-sub">{escape(row.position__title or "")}</span>'
        )

    def jp_cell(self, row: Any) -> Any:
        found = standing(row)
        if found is None or not found.goal:
            return display.NOTHING
        return cells.meter(float(found.jp), found.goal, f"{found.shown_jp} / {found.goal}")

    def gap_cell(self, row: Any) -> Any:
        if row.gap_summary__band is None:
            return display.NOTHING
        short = _("%(count)s belum terpenuhi") % {"count": row.gap_summary__short_count}
        return cells.lines(self.bands.get(row.gap_summary__band, row.gap_summary__band), short)

    @cached_property
    def bands(self) -> dict[str, str]:
        return dict(person_gaps.ikk_band_choices())

    def plan_text(self, row: Any) -> str:
        seat = next((seat for seat in self.learning[row.pk].seats if not seat.is_over), None)
        if seat is None:
            return ""
        return _("%(name)s, TW %(quarter)s %(year)s") % {
            "name": seat.programme,
            "quarter": ("I", "II", "III", "IV")[seat.quarter - 1],
            "year": seat.year,
        }

    def marks(self, row: Any) -> list[tuple[str, str]]:
        """What needs attention: (words, tone), the most urgent first."""
        found = []
        mandates = self.learning[row.pk].mandates
        if any(one.is_overdue for one in mandates):
            found.append((_("Wajib, terlambat"), "danger"))
        elif mandates:
            found.append((_("Wajib %(year)s") % {"year": min(one.year for one in mandates)}, "warning"))
        jp = standing(row)
        if jp is not None and jp.missing_jp:
            found.append((_("Kurang %(jp)s JP") % {"jp": jp.missing_jp}, "warning"))
        if row.missing_since:
            found.append((_("Tidak ada di berkas"), "neutral"))
        return found

    def marks_cell(self, row: Any) -> Any:
        marks = self.marks(row)
        if not marks:
            return display.NOTHING
        return mark_safe(" ".join(cells.badge(words, tone) for words, tone in marks))  # noqa: S308

    @cached_property
    def narrowed(self) -> Any:
        rows = super().narrowed  # type: ignore[misc]
        if any(one.name == "lingkup" for one, _value in self.state.filters):
            return rows.narrowed("supervisor_id", people_rules.employee_id_of(self.request.user) or 0)
        return rows


class AuditTable(Table):
    """The audit trail: who did what, when, and what changed."""

    key = "jejak"
    caption = gettext_lazy("Jejak audit")
    noun = gettext_lazy("catatan")
    file_name = "jejak-audit"
    search = Search(
        ("act__icontains", "actor__name__icontains", "reason__icontains"),
        label=gettext_lazy("Cari catatan"),
        placeholder=gettext_lazy("Tindakan, pelaku, atau alasan"),
    )
    columns = (
        Column("act", gettext_lazy("Tindakan"), heading=True, hideable=False),
        Column("at", gettext_lazy("Waktu"), css="bk-nowrap"),
        Column(
            "actor", gettext_lazy("Pelaku"), value=lambda row: row.actor.name if row.actor else _("Sistem")
        ),
        Column(
            "subject", gettext_lazy("Objek"), value=lambda row: f"{row.subject_type} {row.subject_id}".strip()
        ),
        Column(
            "changes",
            gettext_lazy("Perubahan"),
            value=lambda row: "; ".join(_changes(row)),
            cell="changes_cell",
        ),
        Column("reason", gettext_lazy("Alasan")),
        Column("sequence", gettext_lazy("Nomor urut"), sort="sequence", numeric=True, hidden=True),
        Column("hash", gettext_lazy("Sidik (SHA-256)"), hidden=True, css="text-break"),
    )
    filters = (
        ChoiceFilter(
            "ruang", gettext_lazy("Ruang"), lookup="act__startswith", choices=operations.audit_rooms
        ),
        DateRangeFilter("tanggal", gettext_lazy("Tanggal"), lookup="at__date"),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada catatan"), text=gettext_lazy("Setiap perubahan data tercatat di sini.")
    )

    def changes_cell(self, row: Any) -> Any:
        lines = _changes(row)
        if not lines:
            return display.NOTHING
        return mark_safe("".join(f'<span class="bk-sub text-break">{escape(line)}</span>' for line in lines))  # noqa: S308


def _changes(row: Any) -> list[str]:
    """What an act changed, one line a field: ``name: old → new``."""
    lines = []
    for name in sorted({*row.before, *row.after}):
        old, new = (_said(values[name]) if name in values else None for values in (row.before, row.after))
        lines.append(f"{name}: {new}" if old is None else f"{name}: {old} → {'–' if new is None else new}")
    return lines


def _said(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


TONES = {
    JobState.WAITING: "neutral",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
    JobState.CANCELLED: "warning",
}


class JobTable(Table):
    """Long work of everybody."""

    key = "pekerjaan"
    caption = gettext_lazy("Pekerjaan")
    noun = gettext_lazy("pekerjaan")
    search = Search(("title__icontains",), label=gettext_lazy("Cari pekerjaan"))
    columns = (
        Column("title", gettext_lazy("Pekerjaan"), heading=True, hideable=False),
        Column(
            "owner", gettext_lazy("Pemilik"), value=lambda row: row.owner.name if row.owner else _("Sistem")
        ),
        Column(
            "state", gettext_lazy("Keadaan"), value=lambda row: row.get_state_display(), cell="state_cell"
        ),
        Column(
            "progress",
            gettext_lazy("Kemajuan"),
            value=lambda row: f"{row.done} / {row.total}" if row.total else "",
        ),
        Column("created", gettext_lazy("Dibuat"), value="created_at", sort="created_at"),
        Column("ended", gettext_lazy("Selesai"), value="ended_at"),
        Column("error", gettext_lazy("Kesalahan"), css="text-break"),
    )
    filters = (ChoiceFilter("keadaan", gettext_lazy("Keadaan"), lookup="state", choices=JobState.choices),)
    empty = Empty(title=gettext_lazy("Belum ada pekerjaan"))

    def state_cell(self, row: Any) -> SafeString:
        return cells.badge(row.get_state_display(), TONES[JobState(row.state)])
