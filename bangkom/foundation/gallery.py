"""Every shared component on one page, full, empty and wrong: for those who build pages and for the eye.

Shown only with ``BANGKOM_GALLERY=1`` (on by itself while ``BANGKOM_DEBUG`` is). Its figures are made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from bangkom.foundation import charts, display
from bangkom.foundation.access import anyone, requires
from bangkom.foundation.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    RowsAction,
    Search,
    Table,
    cells,
)

UNITS = ("Dinas Kesehatan", "Dinas Pendidikan dan Kebudayaan", "Kecamatan Mandonga", "Inspektorat", "BKPSDM")
NAMES = (
    "Andi Wulandari",
    "La Ode Fajar",
    "Sitti Rahmawati",
    "Muh. Ilham",
    "Nurhayati",
    "Wa Ode Sri",
    "Yusuf Tamrin",
)
SKILLS = (
    ("INT", "Integritas"),
    ("KSM", "Kerja Sama"),
    ("KOM", "Komunikasi"),
    ("OPH", "Orientasi pada Hasil"),
    ("PPB", "Pelayanan Publik"),
    ("PDO", "Pengembangan Diri dan Orang Lain"),
    ("MPR", "Mengelola Perubahan"),
    ("PKP", "Pengambilan Keputusan"),
    ("PRB", "Perekat Bangsa"),
)


@dataclass(frozen=True)
class Sample:
    pk: int
    name: str
    number: str
    post: str
    unit: str
    hours: int
    cost: int
    since: dt.date
    due: bool


def samples(count: int) -> list[Sample]:
    """``count`` made-up people, always the same."""
    return [
        Sample(
            pk=i,
            name=f"{NAMES[i % len(NAMES)]} {chr(65 + i % 26)}.",
            number=f"19{80 + i % 20}0{1 + i % 9}1{i % 10} 20{10 + i % 10}03 {1 + i % 2} 00{i % 10}",
            post=("Perawat Ahli Muda", "Guru Ahli Pertama", "Pengelola Kepegawaian", "Analis Kebijakan")[
                i % 4
            ],
            unit=UNITS[i % len(UNITS)],
            hours=(i * 7) % 24,
            cost=(i * 137 % 40 + 1) * 250_000,
            since=dt.date(2015 + i % 11, 1 + i % 12, 1 + i % 28),
            due=i % 6 == 0,
        )
        for i in range(count)
    ]


def _state(row: Sample) -> str:
    if row.hours >= 20:
        return cells.badge(_("Terpenuhi"), "success", "check")
    return cells.badge(_("Lewat waktu"), "danger", "clock") if row.due else cells.badge(_("Berjalan"), "info")


class SampleTable(Table):
    key = "contoh"
    caption = _("Contoh pegawai")
    noun = _("pegawai")
    columns = [
        Column(
            "name", _("Nama"), cell=lambda r: cells.link("#", r.name, r.number), sort=True, hideable=False
        ),
        Column("post", _("Jabatan"), sort=True),
        Column("unit", _("Perangkat daerah"), sort=True),
        Column(
            "hours",
            _("JP"),
            cell=lambda r: cells.meter(r.hours, 20, f"{r.hours}/20"),
            sort=True,
            kind="integer",
        ),
        Column("state", _("Kewajiban"), value=lambda r: r.hours >= 20, cell=_state),
        Column("cost", _("Biaya"), kind="money", sort=True),
        Column("since", _("Sejak"), kind="date", sort=True),
        Column("number", _("NIP"), hidden=True),
    ]
    search = Search(("name__icontains", "number__contains"), _("Cari pegawai"), _("Nama atau NIP"))
    filters = [
        ChoiceFilter("unit", _("Perangkat daerah"), choices=[(unit, unit) for unit in UNITS]),
        DateRangeFilter("since", _("Sejak")),
        BooleanFilter("due", _("Lewat waktu")),
    ]
    default_sort = "name"
    actions: Sequence[RowsAction] = [
        RowsAction("remind", _("Ingatkan"), "/galeri/", icon="bell", all_matching=True),
        RowsAction(
            "remove",
            _("Keluarkan"),
            "/galeri/",
            confirm=_("Keluarkan yang dipilih dari daftar?"),
            danger=True,
        ),
    ]
    empty = Empty(_("Belum ada pegawai"), _("Impor berkas kepegawaian untuk mulai."), _("Impor"), "#")

    def row_css(self, row: Sample) -> str:
        return "bk-row-danger" if row.due and row.hours < 20 else ""


class EmptyTable(SampleTable):
    key = "kosong"
    caption = _("Tabel kosong")
    actions = ()


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Nama program"), help_text=_("Seperti pada katalog."))
    kind = forms.ChoiceField(label=_("Bentuk"), choices=[("k", _("Klasikal")), ("n", _("Nonklasikal"))])
    seats = forms.IntegerField(label=_("Kursi"), min_value=1, max_value=40)
    starts_on = forms.DateField(
        label=_("Mulai"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    quarter = forms.MultipleChoiceField(
        label=_("Triwulan"),
        choices=[(n, n) for n in ("I", "II", "III", "IV")],
        widget=forms.CheckboxSelectMultiple,
    )
    online = forms.BooleanField(label=_("Dapat diikuti daring"), required=False)
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea)
    file = forms.FileField(label=_("Berkas"), required=False)


def _charts() -> list[charts.Chart]:
    bands = [
        charts.Band(0.5, _("hampir tanpa kesenjangan"), 0),
        charts.Band(1, _("ringan"), 1),
        charts.Band(1.5, _("sedang"), 2),
        charts.Band(2, _("berat"), 3),
        charts.Band(None, _("sangat berat"), 4),
    ]
    heat = {
        (u, key): charts.Heat(round(((u * 7 + k * 5) % 24) / 10, 1), url=f"#{u}-{key}", count=5 + u * k)
        for u in range(10)
        for k, (key, _label) in enumerate(SKILLS)
        if (u + k) % 11
    }
    years = [str(year) for year in range(2019, 2027)]
    index = [76.2, 77.9, 78.4, None, 80.1, 82.6, 83.0, 84.7]
    return [
        charts.Ring(
            "jp",
            _("Kewajiban 20 JP"),
            12,
            20,
            unit="JP",
            planned=4,
            sentence=_("12 dari 20 JP. Anda perlu 8 JP lagi sebelum 31 Desember."),
        ),
        charts.Bars(
            "jp-per-opd",
            _("Rata-rata JP per perangkat daerah"),
            [
                charts.Bar(unit, 22 - i * 3.5, "#", goal=20, tone="" if i < 3 else "warning")
                for i, unit in enumerate(UNITS)
            ],
            unit="JP",
            end=25,
            summary=_("Tiga dari lima perangkat daerah mendekati 20 JP."),
        ),
        charts.GapBars(
            "kesenjangan",
            _("Kesenjangan saya"),
            [
                charts.GapLine(
                    _("Pelayanan Publik"), 3, 2.1, 1.6, 2.6, note=_("Dari dua penilaian, terbaru Mei 2026")
                ),
                charts.GapLine(_("Komunikasi"), 3, 3.2, 2.8, 3.6),
                charts.GapLine(_("Mengelola Perubahan"), 2, None),
            ],
        ),
        charts.Lines(
            "skm",
            _("Kepuasan masyarakat"),
            years,
            [
                charts.Line(
                    "IKM",
                    index,
                    [v and v - 1.8 for v in index],
                    [v and v + 1.8 for v in index],
                )
            ],
            start=60,
            end=100,
            goal=88.31,
            summary=_("Naik 8,5 poin sejak 2019; 2022 tidak diukur."),
        ),
        charts.Frontier(
            "batas",
            _("Anggaran dan kesenjangan yang tertutup"),
            [charts.FrontierPoint(b * 10**8, 100 * (1 - 0.93**b)) for b in range(0, 45, 4)],
            charts.FrontierPoint(22.4 * 10**8, 79.0),
            benefit_label=_("Kesenjangan tertutup (%)"),
            show_benefit=display.number,
            step_text=_("Rp100 juta berikutnya menutup 1,5% kesenjangan lagi: Rp66,7 juta per 1%."),
        ),
        charts.Timeline(
            "tahun",
            _("Rencana per triwulan"),
            [
                charts.TimelineRow(
                    _("Pelayanan Prima"),
                    [
                        charts.TimelineItem(1, _("2 angkatan, 60 orang"), "#"),
                        charts.TimelineItem(3, _("1 angkatan, 30 orang")),
                    ],
                ),
                charts.TimelineRow(
                    _("Kepemimpinan Pengawas"),
                    [charts.TimelineItem(2, _("1 angkatan, 40 orang"), tone="warning")],
                ),
            ],
            current=2,
        ),
        charts.HeatMap(
            "peta",
            _("Peta kesenjangan"),
            [(u, f"{UNITS[u % 5]} {u // 5 + 1}", "#") for u in range(10)],
            [(key, label, "", label) for key, label in SKILLS],
            heat,
            bands,
            summary=_("Kesenjangan rata-rata dalam tingkat, per perangkat daerah dan kompetensi."),
            row_label=_("Perangkat daerah"),
        ),
        charts.Bars("tanpa", _("Grafik tanpa angka"), []),
    ]


def _jobs() -> list[Any]:
    base = {
        "title": "Menghitung rencana",
        "cancel_requested": False,
        "result_url": "",
        "error": "",
        "note": "",
    }
    states: list[tuple[str, dict[str, Any]]] = [
        ("running", {"done": 3120, "total": 5400, "note": "Menyusun angkatan"}),
        ("done", {"done": 5400, "total": 5400, "result_url": "#"}),
        (
            "failed",
            {"done": 12, "total": 5400, "error": "Pagu 2027 belum diisi. Isi pagu, lalu hitung lagi."},
        ),
        ("cancelled", {"done": 12, "total": 5400}),
    ]
    return [
        SimpleNamespace(
            **{
                **base,
                **more,
                "pk": i,
                "state": state,
                "is_open": state == "running",
                "get_state_display": state,
            }
        )
        for i, (state, more) in enumerate(states, 1)
    ]


@requires(anyone)
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.GALLERY:
        raise Http404
    drawn = _charts()
    if file := charts.respond_download(request, drawn):
        return file
    table, empty = SampleTable(request, samples(437)), EmptyTable(request, [], prefix="k-")
    if answered := table.interrupt() or empty.interrupt():
        return answered
    wrong = SampleForm({"name": "Pelayanan Prima", "seats": "400", "kind": "x"})
    context = {
        "title": _("Galeri"),
        "lead": _("Semua komponen bersama, dengan angka karangan."),
        "table": table,
        "empty": empty,
        "charts": drawn,
        "form": SampleForm(),
        "wrong": wrong,
        "jobs": _jobs(),
    }
    return render(request, "foundation/gallery.html", context)
