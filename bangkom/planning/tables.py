"""Lists of a plan: seats, postponed needs, batches, fairness, money, pins."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangkom.catalogue.enums import Mode
from bangkom.foundation import display
from bangkom.foundation.kept import kept
from bangkom.foundation.tables import ChoiceFilter, Column, Empty, NumberRangeFilter, Search, Table, cells
from bangkom.foundation.tables.state import EXPORT
from bangkom.people import queries as people
from bangkom.planning import queries
from bangkom.planning.enums import REMEDIES, PostponeReason
from bangkom.planning.models import NEVER, Fund
from bangkom.planning.queries.rows import POSTPONED_FIELDS, SEAT_FIELDS

ROMAN = ("–", "I", "II", "III", "IV")
QUARTERS = [(number, ROMAN[number]) for number in (1, 2, 3, 4)]
REASONS = dict(PostponeReason.choices)
MODES = dict(Mode.choices)


def full_name(row: Any) -> str:
    """Name with titles, of a row of a plan's list."""
    front = f"{row.employee__front_title} " if row.employee__front_title else ""
    back = f", {row.employee__back_title}" if row.employee__back_title else ""
    return f"{front}{row.employee__name}{back}"


def why_text(row: Any) -> str:
    """Why the seat is there beside its worth: a duty, a planner's decision."""
    words = [_("wajib")] if row.is_mandatory else []
    words += [_("ditetapkan")] if row.is_pinned else []
    return ", ".join([*words, _("rapuh")] if row.is_fragile else words)


def opd_name(row: Any) -> str:
    return row.opd__short_name or row.opd__name


def _offices(request: HttpRequest) -> list[tuple[int, str]]:
    return people.offices_for(request.user)


def _programmes(request: HttpRequest) -> list[tuple[int, str]]:
    return queries.programme_choices(getattr(request, "plan_run", None))


def _funds() -> list[tuple[int, str]]:
    return kept("plan-funds", lambda: list(Fund.objects.order_by("code").values_list("pk", "name")))


class _PlanTable(Table):
    """What the lists of a plan share: links to a person's plan and to a programme, made once per table."""

    fields: tuple[str, ...] = ()

    def __init__(self, request: HttpRequest, *args: Any, may_plan: bool = False, **kwargs: Any) -> None:
        # Buttons are for planners and for the screen; a file has no use for their column.
        if not may_plan or EXPORT in request.GET:
            kwargs["columns"] = tuple(column for column in type(self).columns if column.name != "act")
        super().__init__(request, *args, **kwargs)
        self.person_url = reverse("planning:employee-plan", args=[0]).rsplit("0", 1)
        self.programme_url = reverse("catalogue:programme-show", args=[0]).rsplit("0", 1)
        self.pin_url = reverse("planning:pin-add")
        self.must, self.pinned = cells.badge(_("Wajib"), "warning"), cells.badge(_("Ditetapkan"), "info")
        self.fragile = cells.badge(_("Rapuh"), "neutral")

    def shape(self, found: Any) -> Any:
        return found.values_list(*self.fields, named=True)

    def person_cell(self, row: Any) -> SafeString:
        before, after = self.person_url
        return mark_safe(  # noqa: S308
            f'<a href="{before}{row.employee_id}{after}">{escape(full_name(row))}</a>'
            f'<span class="bk-sub">{escape(row.employee__nip or "")}</span>'
        )

    def programme_cell(self, row: Any) -> SafeString:
        if row.programme_id is None:
            return display.NOTHING
        before, after = self.programme_url
        return mark_safe(  # noqa: S308
            f'<a href="{before}{row.programme_id}{after}">{escape(row.programme__name)}</a>'
        )

    def pin_link(self, row: Any, *, is_in: bool, text: str) -> SafeString:
        run = self.request.plan_run  # type: ignore[attr-defined]
        return mark_safe(  # noqa: S308
            f'<a class="btn btn-sm" href="{self.pin_url}?skenario={run.scenario_id}&amp;pegawai={row.employee_id}'
            f'&amp;program={row.programme_id}&amp;masuk={int(is_in)}">{escape(text)}'
            f'<span class="visually-hidden">: {escape(row.employee__name)}</span></a>'
        )


class SeatTable(_PlanTable):
    """People × programmes × quarter, the most worth first."""

    key = "seat"
    fields = SEAT_FIELDS
    caption = gettext_lazy("Kursi dalam rencana")
    noun = gettext_lazy("kursi")
    file_name = "rencana-kursi"
    search = Search(
        ("employee__search_text__contains",),
        gettext_lazy("Cari pegawai"),
        gettext_lazy("Nama atau NIP"),
        prepare=str.lower,
    )
    columns = (
        Column("rank", gettext_lazy("Peringkat"), kind="integer", sort=True),
        Column("person", gettext_lazy("Pegawai"), value=lambda r: full_name(r), cell="person_cell",
               sort="employee__name", hideable=False, heading=True),
        Column("nip", gettext_lazy("NIP"), value="employee__nip", hidden=True),
        Column("opd", gettext_lazy("OPD"), value=opd_name, sort="opd__name"),
        Column("programme", gettext_lazy("Program"), value="programme__name", cell="seat_cell", sort="programme__name"),
        Column("quarter", gettext_lazy("TW"), cell=lambda r: ROMAN[r.quarter], sort=True),
        Column("jp", gettext_lazy("JP"), kind="decimal", sort=True),
        Column("closed", gettext_lazy("Menutup"), value=lambda r: round(sum(c[2] for c in r.closes), 2),
               kind="decimal"),
        Column("cost", gettext_lazy("Biaya"), kind="money", sort=True),
        Column("fund", gettext_lazy("Sumber dana"), value=lambda r: r.fund__name if r.cost else None, hidden=True),
        Column("why", gettext_lazy("Keterangan"), value=lambda r: why_text(r), hidden=True),
        Column("act", gettext_lazy("Tindakan"), value=lambda r: "", cell="act_cell"),
    )  # fmt: skip
    filters = (
        ChoiceFilter("opd", gettext_lazy("OPD"), "opd_id", choices=_offices),
        ChoiceFilter("program", gettext_lazy("Program"), "programme_id", choices=_programmes),
        ChoiceFilter("triwulan", gettext_lazy("Triwulan"), "quarter", choices=QUARTERS),
        ChoiceFilter("dana", gettext_lazy("Sumber dana"), "fund_id", choices=_funds),
    )
    default_sort = ("rank",)
    empty = Empty(
        gettext_lazy("Belum ada kursi"),
        gettext_lazy("Rencana belum dihitung, atau tidak ada yang sesuai dengan pilihan ini."),
        icon="calendar",
    )

    def seat_cell(self, row: Any) -> SafeString:
        marks = f" {self.must}" if row.is_mandatory else ""
        if row.is_pinned:
            marks += f" {self.pinned}"
        if row.is_fragile:
            marks += f" {self.fragile}"
        return mark_safe(f"{self.programme_cell(row)}{marks}")  # noqa: S308

    def act_cell(self, row: Any) -> SafeString:
        return self.pin_link(row, is_in=False, text=_("Keluarkan"))


class PostponedTable(_PlanTable):
    """Needs that wait, those that lost by least first."""

    key = "postponed"
    fields = POSTPONED_FIELDS
    caption = gettext_lazy("Kebutuhan yang ditunda")
    noun = gettext_lazy("kebutuhan")
    file_name = "rencana-ditunda"
    search = SeatTable.search
    columns = (
        Column("person", gettext_lazy("Pegawai"), value=lambda r: full_name(r), cell="person_cell",
               sort="employee__name", hideable=False, heading=True),
        Column("nip", gettext_lazy("NIP"), value="employee__nip", hidden=True),
        Column("opd", gettext_lazy("OPD"), value=opd_name, sort="opd__name"),
        Column("competency", gettext_lazy("Kompetensi"), value="competency__name", sort="competency__name"),
        Column("gap", gettext_lazy("Tingkat"), kind="decimal", sort=True),
        Column("reason", gettext_lazy("Alasan"), value=lambda r: str(REASONS[r.reason]), sort="reason"),
        Column("remedy", gettext_lazy("Yang akan memasukkannya"),
               value=lambda r: str(REMEDIES[PostponeReason(r.reason)]), hidden=True),
        Column("programme", gettext_lazy("Program terdekat"), value=lambda r: r.programme__name,
               cell="programme_cell"),
        Column("quarter", gettext_lazy("Triwulan"), cell=lambda r: ROMAN[r.quarter or 0], sort=True, hidden=True),
        Column("cost", gettext_lazy("Biaya"), kind="money", cell=lambda r: cells.money(r.cost), sort=True),
        Column("loss", gettext_lazy("Selisih manfaat"), value=lambda r: None if r.loss >= NEVER else round(r.loss, 3),
               kind="decimal", sort=True, hidden=True),
        Column("act", gettext_lazy("Tindakan"), value=lambda r: "", cell="act_cell"),
    )  # fmt: skip
    filters = (
        ChoiceFilter("opd", gettext_lazy("OPD"), "opd_id", choices=_offices),
        ChoiceFilter("alasan", gettext_lazy("Alasan"), "reason", choices=PostponeReason.choices),
        ChoiceFilter("program", gettext_lazy("Program terdekat"), "programme_id", choices=_programmes),
        NumberRangeFilter("tingkat", gettext_lazy("Kesenjangan (tingkat)"), "gap"),
    )
    default_sort = ("loss", "pk")
    empty = Empty(
        gettext_lazy("Tidak ada kebutuhan yang ditunda"),
        gettext_lazy("Semua kebutuhan tersentuh rencana, atau rencana belum dihitung."),
        icon="circle-check",
    )

    def act_cell(self, row: Any) -> SafeString:
        if row.programme_id is None:
            return display.NOTHING
        return self.pin_link(row, is_in=True, text=_("Masukkan"))


def _quarter_column(number: int) -> Column:
    def cell(line: Any) -> Any:
        seats, batches = line.seats[number - 1], line.batches[number - 1]
        if not seats and not batches:
            return display.NOTHING
        if not batches:
            return cells.lines(_("%(n)s kursi") % {"n": display.number(seats)})
        return cells.lines(
            _("%(n)s angkatan") % {"n": batches}, _("%(n)s kursi") % {"n": display.number(seats)}
        )

    return Column(
        f"q{number}",
        f"TW {ROMAN[number]}",
        value=lambda line: line.seats[number - 1],
        cell=cell,
        kind="integer",
    )


class BatchTable(Table):
    """Programmes with batches and seats per quarter."""

    key = "batch"
    caption = gettext_lazy("Angkatan per program dan triwulan")
    noun = gettext_lazy("program")
    file_name = "rencana-angkatan"
    search = Search(("name__icontains", "code__icontains"), gettext_lazy("Cari program"))
    columns = (
        Column("name", gettext_lazy("Program"), cell="name_cell", sort="name", hideable=False, heading=True),
        Column("code", gettext_lazy("Kode"), sort="code", hidden=True),
        Column("mode", gettext_lazy("Cara"), value=lambda line: MODES[line.mode], sort="mode"),
        *(_quarter_column(number) for number in (1, 2, 3, 4)),
        Column("batch_count", gettext_lazy("Angkatan"), kind="integer", sort="batch_count"),
        Column("seat_count", gettext_lazy("Kursi"), kind="integer", sort="seat_count"),
        Column("cost", gettext_lazy("Biaya"), kind="money", sort="cost"),
        Column("per_seat", gettext_lazy("Per kursi"), kind="money", sort="per_seat", hidden=True),
    )
    filters = (ChoiceFilter("cara", gettext_lazy("Cara"), "mode", choices=Mode.choices),)
    page_sizes = (50, 100)
    empty = SeatTable.empty

    def name_cell(self, line: Any) -> SafeString:
        choice = self.request.plan_choice  # type: ignore[attr-defined]
        url = f"{reverse('planning:seat-list')}?{choice.query}&program={line.pk}"
        return cells.link(url, line.name)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


class FairnessTable(Table):
    """OPDs side by side: who is reached, what is closed, what is spent."""

    key = "fairness"
    caption = gettext_lazy("Pemerataan menurut OPD")
    noun = gettext_lazy("OPD")
    file_name = "rencana-pemerataan"
    search = Search(("name__icontains",), gettext_lazy("Cari OPD"))
    columns = (
        Column("name", gettext_lazy("OPD"), cell="name_cell", sort="name", hideable=False, heading=True),
        Column("people", gettext_lazy("Pegawai"), kind="integer", sort="people"),
        Column("reached", gettext_lazy("Terjangkau"), kind="integer", sort="reached", hidden=True),
        Column("reached_share", gettext_lazy("Terjangkau, persen"), kind="percent", sort="reached_share"),
        Column("closed_share", gettext_lazy("Kesenjangan tertutup"), kind="percent", sort="closed_share"),
        Column("duty_share", gettext_lazy("Kewajiban JP terpenuhi"), kind="percent", sort="duty_share"),
        Column("seats", gettext_lazy("Kursi"), kind="integer", sort="seats"),
        Column("cost", gettext_lazy("Biaya peserta"), kind="money", sort="cost", hidden=True),
        Column("per_person", gettext_lazy("Per pegawai"), kind="money", sort="per_person"),
        Column("postponed", gettext_lazy("Ditunda"), kind="integer", sort="postponed"),
    )
    page_sizes = (100,)
    empty = SeatTable.empty

    def name_cell(self, row: Any) -> SafeString:
        choice = self.request.plan_choice  # type: ignore[attr-defined]
        return cells.link(f"{reverse('planning:seat-list')}?{choice.query}&opd={row.opd}", row.name)
