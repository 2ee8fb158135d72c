"""The list of programmes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from bangkom.catalogue import queries
from bangkom.catalogue.enums import Mode
from bangkom.foundation.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    Empty,
    NumberRangeFilter,
    Search,
    Table,
    cells,
)

MODES = dict(Mode.choices)
ROMAN = ("", "I", "II", "III", "IV")


def quarters_text(quarters: list[int]) -> str:
    """``[1, 2, 4]`` as "I, II, IV"."""
    return ", ".join(ROMAN[quarter] for quarter in sorted(quarters) if 1 <= quarter <= 4)


class ProgrammeTable(Table):
    """Programmes by name; the cost is a participant's share of a full batch."""

    key = "programme"
    caption = _("Katalog program")
    noun = _("program")
    file_name = "katalog-program"
    search = Search(
        ("search_text__contains",), _("Cari program"), _("Nama, kode, atau penyelenggara"), prepare=str.lower
    )
    columns = (
        Column("name", _("Program"), cell="name_cell", sort=True, hideable=False, heading=True),
        Column("code", _("Kode"), sort=True, hidden=True),
        Column("form", _("Bentuk"), value="form__name", sort="form__name"),
        Column("mode", _("Cara"), value=lambda row: MODES[row.mode], sort="mode"),
        Column("field", _("Bidang"), sort=True),
        Column("provider", _("Penyelenggara"), sort=True, hidden=True),
        Column("jp", _("JP"), kind="decimal", sort=True),
        Column("days", _("Hari"), kind="integer", sort=True),
        Column("full_cost", _("Biaya per peserta"), kind="money", sort=True),
        Column("cost_batch", _("Biaya per angkatan"), kind="money", sort=True, hidden=True),
        Column("quarters", _("Triwulan"), value=lambda row: quarters_text(row.quarters)),
        Column("is_open", _("Keadaan"), cell="state_cell", sort="is_open"),
    )  # fmt: skip
    filters = (
        ChoiceFilter("bentuk", _("Bentuk"), "form_id", choices=queries.form_choices),
        ChoiceFilter("cara", _("Cara"), "mode", choices=Mode.choices),
        ChoiceFilter("bidang", _("Bidang"), "field", choices=queries.field_choices),
        NumberRangeFilter("biaya", _("Biaya per peserta (Rp)"), "full_cost"),
        BooleanFilter("ditawarkan", _("Hanya yang ditawarkan"), "is_open"),
    )
    default_sort = ("name",)
    empty = Empty(
        _("Belum ada program"),
        _("Program adalah yang dapat direncanakan: pelatihan, kursus daring, webinar, mentoring."),
        icon="books",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before, self.after = reverse("catalogue:programme-show", args=[0]).rsplit("0", 1)

    def shape(self, found: Any) -> Any:
        return found.values_list(*queries.LIST_FIELDS, named=True)

    def name_cell(self, row: Any) -> SafeString:
        return mark_safe(  # noqa: S308
            f'<a href="{self.before}{row.pk}{self.after}">{escape(row.name)}</a>'
            f'<span class="bk-sub">{escape(row.code)}</span>'
        )

    def state_cell(self, row: Any) -> SafeString:
        if row.is_open:
            return cells.badge(_("Ditawarkan"), "success")
        return cells.badge(_("Ditutup"), "neutral")

    def row_css(self, row: Any) -> str:
        return "" if row.is_open else "bk-row-muted"
