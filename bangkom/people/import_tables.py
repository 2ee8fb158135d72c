"""Lists of the import room: the files that came in, and what one of them would change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangkom.foundation.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    Empty,
    RowsAction,
    Search,
    Table,
    cells,
)
from bangkom.people.enums import ImportState, RowVerdict
from bangkom.people.importing import FIELD_LABELS

VERDICT_TONES = {
    "new": "success",
    "changed": "info",
    "doubt": "warning",
    "gone": "warning",
    "rejected": "danger",
}
CHANGE_LABELS = {
    **FIELD_LABELS, "position": gettext_lazy("Jabatan"), "rank": gettext_lazy("Golongan"),
    "entered_on": gettext_lazy("TMT CPNS/PPPK"), "missing_since": gettext_lazy("Tidak ada di berkas sejak"),
    "is_counted": gettext_lazy("Dihitung dalam kewajiban JP"),
}  # fmt: skip


class ImportRunTable(Table):
    """Every personnel file that came in."""

    caption = gettext_lazy("Impor sebelumnya")
    noun = gettext_lazy("impor")
    exports = ()
    columns = (
        Column(
            "file", gettext_lazy("Berkas"), value="file_name", cell="file_cell", hideable=False, heading=True
        ),
        Column(
            "state", gettext_lazy("Keadaan"), value=lambda run: run.get_state_display(), cell="state_cell"
        ),
        Column("created", gettext_lazy("Diunggah"), value="created_at", kind="moment", sort="created_at"),
        Column(
            "owner",
            gettext_lazy("Oleh"),
            value=lambda run: run.owner.name if run.owner else _("baris perintah"),
        ),
        Column("new", gettext_lazy("Baru"), value=lambda run: _count(run, "new"), kind="integer"),
        Column("changed", gettext_lazy("Berubah"), value=lambda run: _count(run, "changed"), kind="integer"),
        Column("gone", gettext_lazy("Hilang"), value=lambda run: _count(run, "gone"), kind="integer"),
        Column(
            "rejected", gettext_lazy("Ditolak"), value=lambda run: _count(run, "rejected"), kind="integer"
        ),
    )
    filters = (ChoiceFilter("keadaan", gettext_lazy("Keadaan"), lookup="state", choices=ImportState.choices),)
    empty = Empty(
        title=gettext_lazy("Belum ada berkas yang diimpor"),
        text=gettext_lazy(
            "Unggah berkas pertama di atas. Tidak ada yang tersimpan sebelum Anda menerapkannya."
        ),
    )

    def file_cell(self, run: Any) -> SafeString:
        return cells.link(reverse("people:import-show", args=[run.pk]), run.file_name)

    def state_cell(self, run: Any) -> SafeString:
        tones = {ImportState.APPLIED: "success", ImportState.PREVIEW: "info", ImportState.MAPPING: "warning"}
        return cells.badge(run.get_state_display(), tones.get(run.state, "neutral"))


def _count(run: Any, verdict: str) -> int | None:
    return run.counts.get("verdicts", {}).get(verdict)


class ImportRowTable(Table):
    """What a personnel file would change, row by row."""

    caption = gettext_lazy("Baris")
    noun = gettext_lazy("baris")
    file_name = "pratinjau-impor"
    is_preview = False
    run_id = 0
    search = Search(("name__icontains",), label=gettext_lazy("Cari nama"), placeholder=gettext_lazy("Nama"))
    columns = (
        Column("row", gettext_lazy("Baris"), value=lambda row: row.row or None, sort="row", kind="integer"),
        Column("name", gettext_lazy("Nama"), cell="name_cell", sort="name", hideable=False, heading=True),
        Column(
            "verdict", gettext_lazy("Hasil"), value=lambda row: row.get_verdict_display(), cell="verdict_cell"
        ),
        Column("changes", gettext_lazy("Perubahan"), value=lambda row: _changes(row), cell="changes_cell"),
        Column(
            "reasons",
            gettext_lazy("Alasan dan perbaikan"),
            value=lambda row: _reasons(row),
            cell="reasons_cell",
        ),
    )
    filters = (
        ChoiceFilter(
            "hasil",
            gettext_lazy("Hasil"),
            lookup="verdict",
            choices=[choice for choice in RowVerdict.choices if choice[0] != RowVerdict.SAME],
        ),
        BooleanFilter("disetujui", gettext_lazy("Sudah disetujui"), lookup="confirmed"),
    )
    empty = Empty(
        title=gettext_lazy("Tidak ada yang berubah"),
        text=gettext_lazy("Semua baris sama dengan yang sudah tersimpan."),
    )

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        if options.get("is_preview"):
            url = reverse("people:import-confirm", args=[options["run_id"]])
            options["actions"] = (
                RowsAction(
                    "setuju", gettext_lazy("Setujui yang diragukan"), url, icon="check", all_matching=True
                ),
                RowsAction("batal-setuju", gettext_lazy("Jangan terapkan"), url, icon="x", all_matching=True),
            )
        super().__init__(request, rows, **options)

    def name_cell(self, row: Any) -> Any:
        if row.employee_id:
            return cells.link(reverse("people:employee-show", args=[row.employee_id]), row.name)
        return row.name

    def verdict_cell(self, row: Any) -> SafeString:
        text = row.get_verdict_display()
        if row.confirmed:
            return cells.badge(_("Disetujui"), "success", "check")
        return cells.badge(text, VERDICT_TONES.get(row.verdict, "neutral"))

    def changes_cell(self, row: Any) -> SafeString:
        if row.verdict == RowVerdict.NEW:
            shown = [
                (name, values)
                for name, values in row.changes.items()
                if name in ("nip", "position", "unit", "rank")
            ]
        else:
            shown = list(row.changes.items())
        lines = "".join(
            f'<span class="bk-sub"><strong>{escape(CHANGE_LABELS.get(name, name))}</strong> '
            f"{escape(old) + ' → ' if old else ''}{escape(new) or '–'}</span>"
            for name, (old, new) in shown
        )
        return mark_safe(lines)  # noqa: S308

    def reasons_cell(self, row: Any) -> SafeString:
        return mark_safe(  # noqa: S308
            "".join(
                f'<span class="bk-sub">{escape(_place(fault))}{escape(fault["message"])} {escape(fault["remedy"])}</span>'
                for fault in row.faults
            )
        )

    def row_css(self, row: Any) -> str:
        return "bk-row-danger" if row.verdict == RowVerdict.REJECTED else ""


def _place(fault: dict[str, Any]) -> str:
    return _("Kolom %(column)s: ") % {"column": fault["column"]} if fault.get("column") else ""


def _changes(row: Any) -> str:
    return "; ".join(
        f"{CHANGE_LABELS.get(name, name)}: {old} → {new}" for name, (old, new) in row.changes.items()
    )


def _reasons(row: Any) -> str:
    return " ".join(f"{_place(fault)}{fault['message']} {fault['remedy']}" for fault in row.faults)
