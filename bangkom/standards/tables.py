"""Lists of standards: competencies, dictionaries, post standards, posts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangkom.foundation.enums import Verification
from bangkom.foundation.tables import ChoiceFilter, Column, Empty, Search, Table, cells
from bangkom.standards import queries
from bangkom.standards.enums import CompetencyKind, StandardState

STATE_TONES = {
    StandardState.DRAFT: "warning",
    StandardState.IN_FORCE: "success",
    StandardState.REPLACED: "neutral",
}
VERIFICATION_TONES = {
    Verification.VERIFIED: "success", Verification.UNVERIFIED: "warning", Verification.ESTIMATED: "info",
}  # fmt: skip


def verification_badge(row: Any) -> SafeString:
    return cells.badge(row.get_verification_display(), VERIFICATION_TONES.get(row.verification, "neutral"))


class _LinkTable(Table):
    """Rows whose first cell leads to their page; the address is worked out once."""

    url_name = ""

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        super().__init__(request, rows, **options)
        self._address = reverse(self.url_name, args=[0]).replace("/0/", "/%s/")

    def linked(self, row: Any, text: Any, sub: Any = "") -> SafeString:
        under = f'<span class="bk-sub">{escape(sub)}</span>' if sub else ""
        return mark_safe(f'<a href="{self._address % row.pk}">{escape(text)}</a>{under}')  # noqa: S308


class CompetencyTable(_LinkTable):
    """Competencies of all dictionaries."""

    caption = gettext_lazy("Kamus kompetensi")
    noun = gettext_lazy("kompetensi")
    url_name = "standards:competency-show"
    search = Search(
        ("search_text__contains",),
        label=gettext_lazy("Cari kompetensi"),
        placeholder=gettext_lazy("Nama atau kode"),
        prepare=str.lower,
    )
    columns = (
        Column("name", gettext_lazy("Kompetensi"), cell="name_cell", sort=True, hideable=False, heading=True),
        Column("code", gettext_lazy("Kode"), sort=True),
        Column("kind", gettext_lazy("Jenis"), value=lambda row: str(CompetencyKind(row.kind).label)),
        Column("field", gettext_lazy("Bidang"), sort=True),
        Column("framework", gettext_lazy("Kamus"), value="framework__title", hidden=True),
    )
    filters = (
        ChoiceFilter(
            "kamus", gettext_lazy("Kamus"), lookup="framework_id", choices=lambda: queries.framework_choices()
        ),
        ChoiceFilter("jenis", gettext_lazy("Jenis"), lookup="kind", choices=CompetencyKind.choices),
        ChoiceFilter(
            "bidang",
            gettext_lazy("Bidang"),
            lookup="field",
            choices=lambda: [(name, name) for name in queries.used_fields()],
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada kompetensi"),
        text=gettext_lazy("Impor kamus kompetensi, atau jalankan perintah load_reference."),
    )

    def name_cell(self, row: Any) -> SafeString:
        return self.linked(row, row.name)


class FrameworkTable(_LinkTable):
    """Dictionaries with their versions."""

    caption = gettext_lazy("Kamus dan versinya")
    noun = gettext_lazy("kamus")
    url_name = "standards:framework-show"
    columns = (
        Column("title", gettext_lazy("Kamus"), cell="title_cell", hideable=False, heading=True),
        Column("code", gettext_lazy("Kode")),
        Column("version", gettext_lazy("Versi")),
        Column("valid_from", gettext_lazy("Berlaku sejak"), kind="date"),
        Column("competency_count", gettext_lazy("Kompetensi"), kind="integer"),
        Column("use", gettext_lazy("Dipakai"), value="is_assessed", cell="use_cell"),
        Column(
            "verification",
            gettext_lazy("Keadaan"),
            cell=verification_badge,
            export=lambda row: row.verification,
        ),
    )
    empty = CompetencyTable.empty

    def title_cell(self, row: Any) -> SafeString:
        return self.linked(row, row.title)

    def use_cell(self, row: Any) -> Any:
        return cells.badge(_("Dipakai"), "success") if row.is_assessed else cells.muted(_("Hanya dibaca"))


class StandardTable(_LinkTable):
    """Post standards in all their versions."""

    caption = gettext_lazy("Standar kompetensi jabatan")
    noun = gettext_lazy("standar")
    url_name = "standards:standard-show"
    search = Search(
        ("position__search_text__contains", "field__icontains", "level__name__icontains"),
        label=gettext_lazy("Cari standar"),
        placeholder=gettext_lazy("Jabatan, rumpun, atau jenjang"),
        prepare=str.lower,
    )
    columns = (
        Column("subject", gettext_lazy("Untuk"), cell="subject_cell", hideable=False, heading=True),
        Column("version", gettext_lazy("Versi"), kind="integer"),
        Column("valid_from", gettext_lazy("Berlaku sejak"), kind="date", sort=True),
        Column(
            "state", gettext_lazy("Status"), cell="state_cell", export=lambda row: row.get_state_display()
        ),
        Column("item_count", gettext_lazy("Kompetensi"), kind="integer"),
        Column(
            "verification",
            gettext_lazy("Keadaan"),
            cell=verification_badge,
            export=lambda row: row.verification,
        ),
    )
    filters = (
        ChoiceFilter(
            "jenjang",
            gettext_lazy("Jenjang"),
            lookup="level_id",
            choices=lambda: list(queries.job_levels().values_list("pk", "name")),
        ),
        ChoiceFilter("status", gettext_lazy("Status"), lookup="state", choices=StandardState.choices),
        ChoiceFilter(
            "lingkup",
            gettext_lazy("Lingkup"),
            lookup=lambda rows, value: queries.standards_of_scope(rows, value),
            choices=(
                ("jenjang", gettext_lazy("Satu jenjang")),
                ("rumpun", gettext_lazy("Jenjang dan rumpun")),
                ("jabatan", gettext_lazy("Satu jabatan")),
            ),
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada standar"),
        text=gettext_lazy(
            "Jalankan perintah load_reference untuk standar bawaan tiap jenjang, atau buat yang baru."
        ),
    )

    def subject_cell(self, row: Any) -> SafeString:
        return self.linked(row, row.subject)

    def state_cell(self, row: Any) -> SafeString:
        return cells.badge(row.get_state_display(), STATE_TONES[row.state])


class PositionTable(_LinkTable):
    """Posts with how many competencies they demand."""

    caption = gettext_lazy("Jabatan dan tuntutannya")
    noun = gettext_lazy("jabatan")
    url_name = "standards:position-show"
    search = Search(
        ("search_text__contains",),
        label=gettext_lazy("Cari jabatan"),
        placeholder=gettext_lazy("Nama jabatan"),
        prepare=str.lower,
    )
    columns = (
        Column("title", gettext_lazy("Jabatan"), cell="title_cell", sort=True, hideable=False, heading=True),
        Column("level", gettext_lazy("Jenjang"), value="level__name"),
        Column("field", gettext_lazy("Rumpun"), sort=True),
        Column("demands", gettext_lazy("Kompetensi"), value="demand_count", kind="integer"),
    )
    filters = (
        ChoiceFilter("jenjang", gettext_lazy("Jenjang"), lookup="level_id",
                     choices=lambda: list(queries.job_levels().values_list("pk", "name"))),
        ChoiceFilter("rumpun", gettext_lazy("Rumpun"), lookup="field",
                     choices=lambda: [(name, name) for name in queries.position_fields()]),
    )  # fmt: skip
    empty = Empty(
        title=gettext_lazy("Belum ada jabatan"),
        text=gettext_lazy("Jabatan masuk bersama berkas kepegawaian."),
    )

    def title_cell(self, row: Any) -> SafeString:
        return self.linked(row, row.title)
