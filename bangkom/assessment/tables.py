"""Lists of assessment: people short of a competency, people by their gap index, offices, matches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangkom.assessment.queries import person_gaps
from bangkom.engine.matching import Bar
from bangkom.foundation import display
from bangkom.foundation.tables import BooleanFilter, ChoiceFilter, Column, Empty, Search, Table, cells
from bangkom.people import queries as people


def full_name(row: Any, prefix: str = "employee__") -> str:
    front, back = getattr(row, f"{prefix}front_title"), getattr(row, f"{prefix}back_title")
    return f"{front} {getattr(row, f'{prefix}name')}".strip() + (f", {back}" if back else "")


def _office(row: Any) -> str:
    return row.opd__short_name or row.opd__name


PERSON_COLUMNS = (
    Column(
        "name", gettext_lazy("Nama"), value=full_name, cell="name_cell", sort="employee__name", hideable=False,
        heading=True,
    ),
    Column("nip", gettext_lazy("NIP"), value="employee__nip", hidden=True),
    Column("position", gettext_lazy("Jabatan"), value="employee__position__title"),
    Column("opd", gettext_lazy("OPD"), value=_office),
)  # fmt: skip
PERSON_SEARCH = Search(
    using=lambda rows, text: _search(rows, text),
    label=gettext_lazy("Cari pegawai"),
    placeholder=gettext_lazy("Nama atau NIP"),
)
OFFICE_FILTER = ChoiceFilter(
    "opd", gettext_lazy("OPD"), lookup="opd_id", choices=lambda request: people.offices_for(request.user)
)


def _search(rows: Any, text: str) -> Any:
    text = text.lower().strip()
    bare = text.replace(" ", "").replace("'", "")
    for word in [bare] if bare.isdigit() else text.split()[:6]:
        rows = rows.filter(employee__search_text__contains=word)
    return rows


class _PersonTable(Table):
    """Rows that speak of one employee each, linked to her gap page."""

    noun = gettext_lazy("pegawai")
    search = PERSON_SEARCH

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        super().__init__(request, rows, **options)
        # One address worked out once: a page has a hundred of them.
        self._address = reverse("assessment:employee-gap", args=[0]).replace("/0/", "/%s/")

    def name_cell(self, row: Any) -> SafeString:
        sub = f'<span class="bk-sub">{escape(row.employee__nip)}</span>' if row.employee__nip else ""
        return mark_safe(  # noqa: S308
            f'<a href="{self._address % row.employee_id}">{escape(full_name(row))}</a>{sub}'
        )


def _level_text(row: Any) -> str:
    interval = f"{display.number(round(row.low, 1))}–{display.number(round(row.high, 1))}"
    return f"{display.number(round(row.mean, 1))} ({interval})"


class GapTable(_PersonTable):
    """The list behind a cell of the heat map: who lacks how much of one competency."""

    caption = gettext_lazy("Pegawai menurut kesenjangan")
    columns = (
        *PERSON_COLUMNS,
        Column("required", gettext_lazy("Dipersyaratkan"), kind="integer", sort=True),
        Column(
            "level",
            gettext_lazy("Perkiraan (rentang)"),
            value="mean",
            cell=_level_text,
            kind="decimal",
            sort="mean",
        ),
        Column("gap", gettext_lazy("Kurang"), cell="gap_cell", kind="decimal", sort=True),
        Column(
            "sure",
            gettext_lazy("Kurang yang pasti"),
            value="sure_gap",
            kind="decimal",
            sort="sure_gap",
            hidden=True,
        ),
        Column(
            "evidence", gettext_lazy("Bukti"), value="evidence_count", cell="evidence_cell", kind="integer"
        ),
    )
    filters = (
        OFFICE_FILTER,
        BooleanFilter(
            "kurang", gettext_lazy("Hanya yang kurang"), lookup=lambda rows, value: rows.filter(gap__gt=0)
        ),
        BooleanFilter(
            "pasti",
            gettext_lazy("Hanya yang pasti kurang"),
            lookup=lambda rows, value: rows.filter(sure_gap__gt=0),
        ),
        BooleanFilter(
            "belum", gettext_lazy("Belum dinilai"), lookup=lambda rows, value: rows.filter(evidence_count=0)
        ),
    )
    empty = Empty(
        title=gettext_lazy("Tidak ada pegawai"),
        text=gettext_lazy(
            "Kompetensi ini tidak dipersyaratkan bagi pegawai wewenang Anda, atau saringannya terlalu sempit."
        ),
    )

    def gap_cell(self, row: Any) -> Any:
        if row.gap <= 0:
            return cells.badge(_("terpenuhi"), "success")
        return cells.badge(display.number(round(row.gap, 1)), "danger" if row.sure_gap > 0 else "warning")

    def evidence_cell(self, row: Any) -> Any:
        return str(row.evidence_count) if row.evidence_count else cells.muted(_("belum dinilai"))


class PeopleGapTable(_PersonTable):
    """People by their gap index."""

    caption = gettext_lazy("Indeks kesenjangan pegawai")
    columns = (
        *PERSON_COLUMNS,
        Column(
            "jpm", gettext_lazy("JPM"), kind="decimal", hint=gettext_lazy("Kecocokan dengan jabatan, persen")
        ),
        Column(
            "ikk",
            gettext_lazy("IKK"),
            kind="decimal",
            sort=True,
            hint=gettext_lazy("Indeks kesenjangan, 100 – JPM"),
        ),
        Column("band", gettext_lazy("Kategori"), cell="band_cell"),
        Column(
            "short", gettext_lazy("Kompetensi kurang"), value=lambda row: row.short_count, cell="short_cell"
        ),
        Column(
            "assessed", gettext_lazy("Sudah dinilai"), value="assessed_count", kind="integer", hidden=True
        ),
    )
    filters = (
        OFFICE_FILTER,
        ChoiceFilter(
            "kategori", gettext_lazy("Kategori"), lookup="band", choices=person_gaps.ikk_band_choices
        ),
    )
    empty = Empty(
        title=gettext_lazy("Belum ada perhitungan"),
        text=gettext_lazy("Kesenjangan dihitung setelah standar jabatan dan hasil penilaian masuk."),
    )

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        super().__init__(request, rows, **options)
        shown = person_gaps.ikk_band_choices()
        tones = ("success", "info", "warning", "danger")
        self._bands = {
            name: cells.badge(label, tones[min(place, len(tones) - 1)])
            for place, (name, label) in enumerate(shown)
        }

    def band_cell(self, row: Any) -> Any:
        return self._bands.get(row.band, row.band)

    def short_cell(self, row: Any) -> str:
        return _("%(short)s dari %(required)s") % {"short": row.short_count, "required": row.required_count}


class OfficeGapTable(Table):
    """Match figures by office."""

    caption = gettext_lazy("Kesenjangan menurut OPD")
    noun = gettext_lazy("OPD")
    page_sizes = (100,)
    columns = (
        Column(
            "name", gettext_lazy("OPD"), value="opd.name", sort="opd__name", hideable=False, heading=True,
            cell=lambda row: cells.link(reverse("assessment:office-gap", args=[row.opd_id]), row.opd.name),
        ),
        Column("people", gettext_lazy("Pegawai"), kind="integer", sort=True),
        Column("assessed_people", gettext_lazy("Sudah dinilai"), kind="integer", sort=True),
        Column("jpm", gettext_lazy("JPM"), kind="decimal", sort=True),
        Column("ikk", gettext_lazy("IKK"), kind="decimal", sort=True),
        Column("band", gettext_lazy("Kategori"), cell="band_cell"),
    )  # fmt: skip
    empty = PeopleGapTable.empty

    def __init__(self, request: HttpRequest, rows: Any, **options: Any) -> None:
        super().__init__(request, rows, **options)
        self._labels = dict(person_gaps.ikk_band_choices())

    def band_cell(self, row: Any) -> str:
        return self._labels.get(row.band, row.band)


def bar_words(bars: Bar) -> list[str]:
    """What stands in the way, in words."""
    words = {
        Bar.RANK_BELOW: _("golongan di bawah syarat jenjang"),
        Bar.RANK_ABOVE: _("golongan di atas syarat jenjang"),
        Bar.RANK_UNKNOWN: _("golongan tidak dapat dibandingkan (PPPK atau belum tercatat)"),
        Bar.EDUCATION_BELOW: _("pendidikan di bawah syarat jenjang"),
        Bar.EDUCATION_UNKNOWN: _("pendidikan belum tercatat"),
    }
    return [text for bar, text in words.items() if bar in bars]


def reason_words(match: Any) -> str:
    """Why a candidate stands where it stands, in one sentence."""
    parts = bar_words(match.bars)
    lacks = [
        _("%(name)s kurang %(missing)s")
        % {"name": name, "missing": display.number(round(required - owned, 1))}
        if owned
        else _("%(name)s belum dinilai") % {"name": name}
        for name, required, owned in match.shortfalls[:3]
    ]
    more = len(match.shortfalls) - len(lacks)
    if more > 0:
        lacks.append(_("%(count)s kompetensi lain") % {"count": more})
    parts += lacks
    return "; ".join(parts) if parts else _("semua kompetensi terpenuhi")


class MatchTable(Table):
    """Candidates of a ranking, best first, with reasons. Rows are ``views.matching.MatchLine``."""

    caption = gettext_lazy("Peringkat kecocokan")
    noun = gettext_lazy("calon")
    page_sizes = (25, 50, 100)
    columns = (
        Column("place", gettext_lazy("Urutan"), kind="integer"),
        Column("name", gettext_lazy("Nama"), cell="name_cell", hideable=False, heading=True),
        Column("about", gettext_lazy("Keterangan")),
        Column("jpm", gettext_lazy("JPM"), kind="decimal", sort=True),
        Column("state", gettext_lazy("Syarat"), value="state", cell="state_cell"),
        Column("reason", gettext_lazy("Alasan")),
    )
    filters = (
        BooleanFilter(
            "syarat",
            gettext_lazy("Hanya yang memenuhi syarat golongan dan pendidikan"),
            lookup=lambda rows, value: [row for row in rows if not row.is_barred],
        ),
    )
    search = Search(("name__icontains", "about__icontains"), label=gettext_lazy("Cari"))
    empty = Empty(
        title=gettext_lazy("Belum ada yang dapat dibandingkan"),
        text=gettext_lazy("Jabatan ini belum punya standar, atau tingkat pegawai belum dihitung."),
    )

    def name_cell(self, row: Any) -> SafeString:
        return cells.link(row.url, row.name)

    def state_cell(self, row: Any) -> SafeString:
        return cells.badge(row.state, "warning" if row.is_barred else "success")
