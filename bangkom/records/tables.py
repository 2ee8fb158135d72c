"""Lists of learning records and of the duty."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from bangkom.foundation import display
from bangkom.foundation.tables import ChoiceFilter, Column, Empty, Search, Table, cells
from bangkom.people import queries as people
from bangkom.people.enums import EmploymentKind
from bangkom.records import queries
from bangkom.records.enums import DutyState

KINDS = dict(EmploymentKind.choices)
TONES = {
    DutyState.MET: "success",
    DutyState.SHORT: "warning",
    DutyState.WITHIN: "neutral",
    DutyState.OVER: "danger",
    DutyState.NONE: "neutral",
}


class RecordTable(Table):
    """Learning records of one person."""

    key = "rekam"
    caption = gettext_lazy("Rekam jejak belajar")
    noun = gettext_lazy("kegiatan")
    file_name = "rekam-jejak"
    search = Search(
        ("title__icontains", "organiser__icontains", "certificate_number__icontains"),
        label=gettext_lazy("Cari kegiatan"),
        placeholder=gettext_lazy("Kegiatan, penyelenggara, atau nomor"),
    )
    columns = (
        Column("title", gettext_lazy("Kegiatan"), sort="title", hideable=False, heading=True),
        Column("form", gettext_lazy("Bentuk"), value="form__name", cell="form_cell"),
        Column("organiser", gettext_lazy("Penyelenggara")),
        Column("starts", gettext_lazy("Mulai"), value="starts_on", sort="starts_on", css="bk-nowrap"),
        Column("ends", gettext_lazy("Selesai"), value="ends_on", sort="ends_on", css="bk-nowrap"),
        Column("jp", gettext_lazy("JP dihitung"), value="jp_counted", sort="jp_counted", numeric=True),
        Column("claimed", gettext_lazy("JP pada sertifikat"), value="jp_claimed", numeric=True, hidden=True),
        Column("certificate", gettext_lazy("Nomor sertifikat"), value="certificate_number"),
        Column("certificate_on", gettext_lazy("Tanggal sertifikat"), hidden=True),
        Column("source", gettext_lazy("Sumber"), hidden=True),
    )
    filters = (
        ChoiceFilter(
            "tahun",
            gettext_lazy("Tahun"),
            lookup="year",
            choices=lambda: [
                (year, str(year)) for year in range(queries.this_year(), queries.this_year() - 12, -1)
            ],
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada kegiatan tercatat"),
        text=gettext_lazy("Kegiatan dicatat oleh pengelola kepegawaian OPD dari sertifikat yang diserahkan."),
        icon="certificate",
    )

    def form_cell(self, row: Any) -> SafeString:
        """The form; "seminar/konferensi/sarasehan" may break after a stroke."""
        return mark_safe(str(escape(row.form__name)).replace("/", "/<wbr>"))  # noqa: S308


def full_name(row: Any) -> str:
    front = f"{row.employee__front_title} " if row.employee__front_title else ""
    back = f", {row.employee__back_title}" if row.employee__back_title else ""
    return f"{front}{row.employee__name}{back}"


def state_of(row: Any) -> DutyState:
    return queries.state_of(row.jp, row.floor_jp, row.ceiling_jp)


class DutyTable(Table):
    """People and their JP against the duty of a year."""

    key = "kewajiban"
    caption = gettext_lazy("Kewajiban JP")
    noun = gettext_lazy("pegawai")
    file_name = "kewajiban-jp"
    search = Search(
        ("employee__search_text__contains",),
        label=gettext_lazy("Cari pegawai"),
        placeholder=gettext_lazy("Nama atau NIP"),
        prepare=lambda text: text.lower().strip(),
    )
    columns = (
        Column(
            "name",
            gettext_lazy("Nama"),
            value=full_name,
            cell="name_cell",
            sort="employee__name",
            hideable=False,
            heading=True,
        ),
        Column("nip", gettext_lazy("NIP"), value="employee__nip", css="bk-nowrap"),
        Column("position", gettext_lazy("Jabatan"), value="employee__position__title", hidden=True),
        Column("opd", gettext_lazy("OPD"), value=lambda row: row.opd__short_name or row.opd__name),
        Column(
            "kind", gettext_lazy("Status"), value=lambda row: KINDS.get(row.employee__kind, ""), hidden=True
        ),
        Column("jp", gettext_lazy("JP"), cell="jp_cell", sort="jp"),
        Column(
            "missing",
            gettext_lazy("Kurang"),
            value=lambda row: queries.Standing(0, row.jp, row.floor_jp, row.ceiling_jp).missing_jp or None,
            numeric=True,
        ),
        Column("state", gettext_lazy("Keadaan"), value=lambda row: state_of(row).label, cell="state_cell"),
    )
    filters = (
        ChoiceFilter(
            "opd",
            gettext_lazy("OPD"),
            lookup="employee__opd_id",
            choices=lambda request: people.offices_for(request.user),
        ),
        ChoiceFilter(
            "keadaan", gettext_lazy("Keadaan"), lookup=queries.duty_filter, choices=DutyState.choices
        ),
        ChoiceFilter(
            "status", gettext_lazy("Status"), lookup="employee__kind", choices=EmploymentKind.choices
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada JP yang dihitung untuk tahun ini"),
        text=gettext_lazy("JP dihitung setelah berkas kepegawaian diterapkan dan kegiatan belajar dicatat."),
    )

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        super().__init__(request, rows, **options)
        self.before, self.after = reverse("records:employee-record", args=[0]).rsplit("0", 1)

    def shape(self, found: Any) -> Any:
        return queries.as_duty_rows(found)

    def name_cell(self, row: Any) -> SafeString:
        return mark_safe(  # noqa: S308
            f'<a href="{self.before}{row.employee_id}{self.after}">{escape(full_name(row))}</a>'
            f'<span class="bk-sub">{escape(row.employee__position__title or "")}</span>'
        )

    def jp_cell(self, row: Any) -> Any:
        goal = row.floor_jp or row.ceiling_jp
        shown = int(row.jp)
        if not goal:
            return display.number(shown)
        return cells.meter(float(row.jp), goal, f"{shown} / {goal}")

    def state_cell(self, row: Any) -> SafeString:
        state = state_of(row)
        return cells.badge(state.label, TONES[state])


class OfficeDutyTable(Table):
    """How far each OPD has met the duty of a year."""

    key = "kewajiban-opd"
    caption = gettext_lazy("Kewajiban JP per OPD")
    noun = gettext_lazy("OPD")
    page_sizes = (100, 200)
    search = Search(
        ("name__icontains",), label=gettext_lazy("Cari OPD"), placeholder=gettext_lazy("Nama OPD")
    )
    columns = (
        Column("name", gettext_lazy("OPD"), cell="name_cell", sort="name", hideable=False, heading=True),
        Column("people", gettext_lazy("Pegawai wajib"), value="people", sort="people", numeric=True),
        Column("met", gettext_lazy("Terpenuhi"), value="met_people", sort="met_people", numeric=True),
        Column("short", gettext_lazy("Belum"), value="short_people", sort="short_people", numeric=True),
        Column("share", gettext_lazy("Bagian"), value="met_share", cell="share_cell", sort="met_share"),
        Column(
            "mean",
            gettext_lazy("Rata-rata JP"),
            value="mean_jp",
            cell="mean_cell",
            sort="mean_jp",
            numeric=True,
        ),
    )
    empty = Empty(title=gettext_lazy("Belum ada JP yang dihitung untuk tahun ini"))

    def name_cell(self, row: queries.DutyOfOpd) -> SafeString:
        url = f"{reverse('records:duty-list')}?tahun={row.year}&opd={row.opd_id}"
        return cells.link(url, row.name)

    def share_cell(self, row: queries.DutyOfOpd) -> SafeString:
        return cells.meter(row.met_share, 1, display.percent(row.met_share))

    def mean_cell(self, row: queries.DutyOfOpd) -> str:
        return display.number(row.mean_jp, 1)
