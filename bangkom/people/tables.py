"""Lists of people, accounts, roles and offices."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangkom.foundation.kept import kept
from bangkom.foundation.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    Empty,
    Search,
    Table,
    cells,
)
from bangkom.people import queries
from bangkom.people.enums import EmploymentKind, OpdKind, RoleKind
from bangkom.people.models import JobLevel, Rank

KINDS = dict(EmploymentKind.choices)


def full_name(row: Any) -> str:
    """Name with titles, of a row of the list."""
    front = f"{row.front_title} " if row.front_title else ""
    back = f", {row.back_title}" if row.back_title else ""
    return f"{front}{row.name}{back}"


def person_cell(url_name: str) -> Any:
    """Painter of a name that leads to the row's page; the address is made once for the whole table."""
    before, after = reverse(url_name, args=[0]).rsplit("0", 1)

    def paint(row: Any) -> SafeString:
        return mark_safe(f'<a href="{before}{row.pk}{after}">{escape(full_name(row))}</a>')  # noqa: S308

    return paint


def _units(request: HttpRequest) -> list[tuple[int, str]]:
    """Units of the OPD that is chosen; a whole city's would be too many to choose from."""
    wanted = request.GET.get("opd", "")
    allowed = {str(pk) for pk, _name in queries.offices_for(request.user)}
    return queries.units_of(int(wanted)) if wanted in allowed else []


def _opds(request: HttpRequest) -> list[tuple[int, str]]:
    return queries.offices_for(request.user)


def _levels() -> list[tuple[int, str]]:
    return kept("job-levels", lambda: list(JobLevel.objects.order_by("order").values_list("pk", "name")))


def _ranks() -> list[tuple[int, str]]:
    return kept("ranks", lambda: list(Rank.objects.order_by("family", "order").values_list("pk", "code")))


class EmployeeTable(Table):
    """The people list. Rooms above add columns and filters as facets."""

    caption = gettext_lazy("Pegawai")
    noun = gettext_lazy("pegawai")
    file_name = "pegawai"
    search = Search(
        using=queries.search_employees,
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
        Column("nip", gettext_lazy("NIP"), sort="nip", css="bk-nowrap"),
        Column("position", gettext_lazy("Jabatan"), value="position__title"),
        Column("level", gettext_lazy("Jenjang"), value="position__level__name", hidden=True),
        Column("opd", gettext_lazy("OPD"), value=lambda row: row.opd__short_name or row.opd__name),
        Column("unit", gettext_lazy("Unit kerja"), value="unit__name", hidden=True),
        Column("rank", gettext_lazy("Gol."), value="rank__code"),
        Column("kind", gettext_lazy("Status"), value=lambda row: KINDS.get(row.kind, row.kind)),
        Column("state", gettext_lazy("Kedudukan hukum"), value="legal_state", hidden=True),
        Column("education", gettext_lazy("Pendidikan"), value="education_level", hidden=True),
        Column("major", gettext_lazy("Jurusan"), value="education_major", hidden=True),
        Column("entered", gettext_lazy("TMT CPNS/PPPK"), value="entered_on", hidden=True),
        Column("retires", gettext_lazy("Pensiun"), value="retires_on", hidden=True),
        Column("supervisor", gettext_lazy("Atasan"), value="supervisor__name", hidden=True),
        Column("missing", gettext_lazy("Tidak ada di berkas sejak"), value="missing_since", hidden=True),
    )
    filters = (
        ChoiceFilter("opd", gettext_lazy("OPD"), lookup="opd_id", choices=_opds),
        ChoiceFilter(
            "unit",
            gettext_lazy("Unit kerja"),
            lookup="unit_id",
            choices=_units,
            empty=gettext_lazy("Semua (pilih OPD dahulu)"),
        ),
        ChoiceFilter("status", gettext_lazy("Status"), lookup="kind", choices=EmploymentKind.choices),
        ChoiceFilter("jenjang", gettext_lazy("Jenjang"), lookup="position__level_id", choices=_levels),
        ChoiceFilter("golongan", gettext_lazy("Golongan"), lookup="rank_id", choices=_ranks),
        BooleanFilter(
            "hilang", gettext_lazy("Tidak ada di berkas terakhir"), lookup=Q(missing_since__isnull=False)
        ),
        # The view picks the rows; the filter shows the choice.
        BooleanFilter("berhenti", gettext_lazy("Sudah berhenti"), lookup=lambda rows, value: rows),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada pegawai"),
        text=gettext_lazy("Pegawai masuk dari berkas kepegawaian (SIASN, SIMPEG, atau daftar DUK)."),
    )

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        added = queries.facets()
        options.setdefault("columns", (*self.columns, *(_facet_column(facet) for facet in added)))
        options.setdefault(
            "filters",
            (*self.filters, *(_facet_filter(facet) for facet in added if facet.choices is not None)),
        )
        super().__init__(request, rows, **options)
        self.name_cell = person_cell("people:employee-show")

    def shape(self, found: Any) -> Any:
        return queries.as_rows(found)

    def row_css(self, row: Any) -> str:
        if row.left_on:
            return "bk-row-muted"
        return "bk-row-warning" if row.missing_since else ""


def _facet_column(facet: queries.EmployeeFacet) -> Column:
    cell = None
    if facet.cell:
        paint, path = facet.cell, facet.path

        def cell(row: Any) -> Any:
            return paint(getattr(row, path))

    return Column(
        facet.name, facet.label, value=facet.path, cell=cell, numeric=facet.numeric, hidden=facet.hidden
    )


def _facet_filter(facet: queries.EmployeeFacet) -> ChoiceFilter:
    return ChoiceFilter(
        facet.name,
        facet.label,
        lookup=facet.lookup or facet.path,
        choices=facet.choices or (),
        empty=facet.empty,
    )


class AccountTable(Table):
    """Who can sign in, and who not yet."""

    caption = gettext_lazy("Akun pegawai")
    noun = gettext_lazy("pegawai")
    search = EmployeeTable.search
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
        Column("nip", gettext_lazy("NIP")),
        Column("opd", gettext_lazy("OPD"), value="opd__name"),
        Column(
            "account",
            gettext_lazy("Akun"),
            value=lambda row: _("Ada") if row.user_id else _("Belum ada"),
            cell="account_cell",
        ),
        Column("seen", gettext_lazy("Terakhir masuk"), value="user__last_login"),
    )
    filters = (
        ChoiceFilter("opd", gettext_lazy("OPD"), lookup="opd_id", choices=queries.offices),
        ChoiceFilter(
            "akun",
            gettext_lazy("Akun"),
            lookup=lambda rows, value: rows.filter(user__isnull=value == "belum"),
            choices=(("ada", gettext_lazy("Ada")), ("belum", gettext_lazy("Belum ada"))),
        ),
    )
    empty = Empty(title=gettext_lazy("Belum ada pegawai"))

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        super().__init__(request, rows, **options)
        self.name_cell = person_cell("people:account")

    def shape(self, found: Any) -> Any:
        return queries.as_account_rows(found)

    def account_cell(self, row: Any) -> SafeString:
        return cells.badge(_("Ada"), "success") if row.user_id else cells.badge(_("Belum ada"), "warning")


class RoleTable(Table):
    """Every role that was ever given."""

    caption = gettext_lazy("Peran")
    noun = gettext_lazy("peran")
    search = Search(
        ("user__name__icontains", "user__username__startswith"),
        label=gettext_lazy("Cari pemegang peran"),
        placeholder=gettext_lazy("Nama atau NIP"),
    )
    columns = (
        Column(
            "user",
            gettext_lazy("Pemegang"),
            value="user.name",
            sort="user__name",
            hideable=False,
            heading=True,
        ),
        Column("account", gettext_lazy("Nama masuk"), value="user.username"),
        Column("kind", gettext_lazy("Peran"), value=lambda row: row.get_kind_display(), sort="kind"),
        Column(
            "opd",
            gettext_lazy("Lingkup"),
            value=lambda row: row.opd.name if row.opd else _("Seluruh pemerintah daerah"),
        ),
        Column("from", gettext_lazy("Mulai"), value="valid_from", sort=True),
        Column("until", gettext_lazy("Sampai"), value="valid_until"),
        Column("act", gettext_lazy("Tindakan"), value=lambda row: "", cell="act_cell", export=lambda row: ""),
    )
    filters = (
        ChoiceFilter("peran", gettext_lazy("Peran"), lookup="kind", choices=RoleKind.choices),
        ChoiceFilter("opd", gettext_lazy("OPD"), lookup="opd_id", choices=queries.offices),
        BooleanFilter(
            "berlaku",
            gettext_lazy("Hanya yang berlaku hari ini"),
            lookup=lambda rows, value: rows.filter(queries.valid_today()),
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada peran"), text=gettext_lazy("Beri peran kepada pemegang akun.")
    )

    def act_cell(self, row: Any) -> Any:
        if row.valid_until is not None:
            return ""
        return cells.link(reverse("people:role-end", args=[row.pk]), _("Akhiri"))


class OpdTable(Table):
    """The tree as a list: searched, filtered and exported like any other."""

    caption = gettext_lazy("Susunan OPD")
    noun = gettext_lazy("unit")
    page_sizes = (100, 250, 500)
    search = Search(
        ("name__icontains",), label=gettext_lazy("Cari unit"), placeholder=gettext_lazy("Nama OPD atau unit")
    )
    columns = (
        Column("name", gettext_lazy("Nama"), cell="name_cell", hideable=False, heading=True),
        Column("kind", gettext_lazy("Jenis"), value="kind_label"),
        Column("units", gettext_lazy("Unit di bawahnya"), numeric=True),
    )
    filters = (
        ChoiceFilter("jenis", gettext_lazy("Jenis"), lookup="kind", choices=OpdKind.choices),
        BooleanFilter(
            "induk",
            gettext_lazy("Hanya OPD"),
            lookup=lambda nodes, value: [node for node in nodes if node.is_office],
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada OPD"), text=gettext_lazy("Susunan OPD masuk bersama data rujukan.")
    )

    def __init__(self, request: HttpRequest, rows: Any, *, from_depth: int = 0, **options: Any) -> None:
        people = Column("people", _("Pegawai"), value=self.people_shown, numeric=True)
        options.setdefault("columns", (*self.columns, people))
        super().__init__(request, rows, **options)
        self.from_depth = from_depth
        self.own_paths = queries.own_paths(request.user)
        self.before, self.after = reverse("people:opd-show", args=[0]).rsplit("0", 1)

    def name_cell(self, node: queries.Node) -> SafeString:
        return mark_safe(  # noqa: S308
            f'<a class="bk-depth-{min(node.depth - self.from_depth, 5)}" href="{self.before}{node.pk}{self.after}">{escape(node.name)}</a>'
        )

    def people_shown(self, node: queries.Node) -> int | str:
        """The figure, on the screen and in a file alike; too small ones only within one's own office."""
        people = node.people_for(self.own_paths)
        return _("kurang dari 5") if people is None else people
