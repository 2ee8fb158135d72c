"""A whole plan as one workbook: figures, money, batches, seats, postponed needs; numbers stay numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from bangkom.planning.enums import REMEDIES, PostponeReason
from bangkom.planning.models import PlanRun, PlanSeat, PostponedNeed
from bangkom.planning.queries.fairness import opd_lines
from bangkom.planning.queries.money import money_rows
from bangkom.planning.queries.rows import batch_lines

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMATS = {"integer": "#,##0", "decimal": "#,##0.00", "money": '"Rp"#,##0', "percent": "0.0%", "text": "@"}
WIDTHS = {"text": 28, "integer": 11, "decimal": 12, "money": 18, "percent": 11}

Columns = Sequence[tuple[str, str]]


def write_workbook(run: PlanRun, stream: IO[bytes]) -> None:
    """Write the plan of ``run`` to ``stream``. Money is whole rupiah and adds up to the rupiah."""
    import xlsxwriter

    book = xlsxwriter.Workbook(stream, OPTIONS)
    styles = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    styles["head"] = book.add_format({"bold": True, "bg_color": "#E7EFFA", "bottom": 1, "text_wrap": True})
    _figures(book, styles, run)
    for name, columns, rows in (_money(run), _batches(run), _offices(run), _seats(run), _postponed(run)):
        _sheet(book, styles, name, columns, rows)
    book.close()


def _sheet(book: Any, styles: Any, name: str, columns: Columns, rows: Iterable[Sequence[Any]]) -> None:
    page = book.add_worksheet(name[:31])
    page.freeze_panes(1, 0)
    for place, (title, kind) in enumerate(columns):
        page.set_column(place, place, WIDTHS[kind])
        page.write_string(0, place, title, styles["head"])
    last = 0
    for last, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            kind = columns[place][1]
            if kind == "text":
                page.write_string(last, place, str(value), styles["text"])
            else:
                page.write_number(last, place, float(value), styles[kind])
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _figures(book: Any, styles: Any, run: PlanRun) -> None:
    s = run.summary
    page = book.add_worksheet(_("Ringkasan"))
    page.set_column(0, 0, 46)
    page.set_column(1, 1, 26)
    rows: list[tuple[str, Any, str]] = [
        (_("Tahun rencana"), str(run.scenario.year.year), "text"),
        (_("Skenario"), run.scenario.name, "text"),
        (_("Pegawai yang direncanakan"), s["people"], "integer"),
        (_("Pegawai terjangkau"), s["reached"], "integer"),
        (_("Kesenjangan seluruhnya (tingkat)"), s["gap"], "decimal"),
        (_("Kesenjangan tertutup (tingkat)"), s["closed"], "decimal"),
        (_("Pegawai dengan kewajiban JP"), s["duty"], "integer"),
        (_("Kewajiban JP terpenuhi"), s["duty_met"], "integer"),
        (_("Pelatihan wajib"), s["mandates"], "integer"),
        (_("Pelatihan wajib terpenuhi"), s["mandates_held"], "integer"),
        (_("Angkatan"), s["batches"], "integer"),
        (_("Kursi"), s["seats"], "integer"),
        (_("Pagu"), s["ceiling"], "money"),
        (_("Direncanakan"), s["planned"], "money"),
        (_("Kebutuhan ditunda"), s["postponed"], "integer"),
        (_("Jarak ke rencana terbaik, paling jauh (persen)"), run.distance_percent or 0, "decimal"),
        (_("Sidik masukan"), run.input_hash, "text"),
    ]
    for place, (label, value, kind) in enumerate(rows):
        page.write_string(place, 0, label, styles["head"])
        if kind == "text":
            page.write_string(place, 1, str(value), styles["text"])
        else:
            page.write_number(place, 1, value, styles[kind])


Sheet = tuple[str, Columns, Iterable[Sequence[Any]]]


def _money(run: PlanRun) -> Sheet:
    columns = [
        (_("Sumber dana"), "text"),
        (_("OPD"), "text"),
        (_("Pagu"), "money"),
        (_("Direncanakan"), "money"),
        (_("Sisa"), "money"),
    ]
    rows = (
        (row.fund.name, row.opd.name if row.opd else "", row.ceiling, row.planned, row.ceiling - row.planned)
        for row in money_rows(run)
    )
    return _("Dana"), columns, rows


def _batches(run: PlanRun) -> Sheet:
    columns = [(_("Program"), "text"), (_("Kode"), "text")]
    for quarter in ("I", "II", "III", "IV"):
        columns.append((_("Angkatan %(quarter)s") % {"quarter": quarter}, "integer"))
        columns.append((_("Kursi %(quarter)s") % {"quarter": quarter}, "integer"))
    columns += [(_("Angkatan"), "integer"), (_("Kursi"), "integer"), (_("Biaya"), "money")]
    rows = (
        (
            line.name,
            line.code,
            *(value for pair in zip(line.batches, line.seats, strict=True) for value in pair),
            line.batch_count,
            line.seat_count,
            line.cost,
        )
        for line in batch_lines(run)
    )
    return _("Angkatan"), columns, rows


def _offices(run: PlanRun) -> Sheet:
    columns = [
        (_("OPD"), "text"),
        (_("Pegawai"), "integer"),
        (_("Terjangkau"), "integer"),
        (_("Terjangkau, persen"), "percent"),
        (_("Kesenjangan tertutup"), "percent"),
        (_("Kewajiban JP terpenuhi"), "percent"),
        (_("Kursi"), "integer"),
        (_("Biaya peserta"), "money"),
        (_("Ditunda"), "integer"),
    ]
    rows = (
        (
            line.name,
            line.people,
            line.reached,
            line.reached_share,
            line.closed_share,
            line.duty_share,
            line.seats,
            line.cost,
            line.postponed,
        )
        for line in opd_lines(run)
    )
    return _("Pemerataan"), columns, rows


PERSON = ("employee__name", "employee__nip", "opd__name")


def _seats(run: PlanRun) -> Sheet:
    columns = [
        (_("Peringkat"), "integer"),
        (_("Nama"), "text"),
        (_("NIP"), "text"),
        (_("OPD"), "text"),
        (_("Program"), "text"),
        (_("Triwulan"), "integer"),
        (_("JP"), "decimal"),
        (_("Biaya peserta"), "money"),
        (_("Sumber dana"), "text"),
        (_("Wajib"), "text"),
        (_("Ditetapkan"), "text"),
    ]
    yes = _("ya")
    found = PlanSeat.objects.filter(run=run).order_by("rank")
    fields = (
        "rank",
        *PERSON,
        "programme__name",
        "quarter",
        "jp",
        "cost",
        "fund__name",
        "is_mandatory",
        "is_pinned",
    )
    rows = (
        (*row[:9], yes if row[9] else "", yes if row[10] else "")
        for row in found.values_list(*fields).iterator(chunk_size=5000)
    )
    return _("Kursi"), columns, rows


def _postponed(run: PlanRun) -> Sheet:
    columns = [
        (_("Nama"), "text"),
        (_("NIP"), "text"),
        (_("OPD"), "text"),
        (_("Kompetensi"), "text"),
        (_("Kesenjangan (tingkat)"), "decimal"),
        (_("Alasan"), "text"),
        (_("Yang akan memasukkannya"), "text"),
        (_("Program terdekat"), "text"),
        (_("Triwulan"), "integer"),
        (_("Biaya peserta"), "money"),
        (_("Selisih manfaat"), "decimal"),
    ]
    words = {reason.value: (str(reason.label), str(REMEDIES[reason])) for reason in PostponeReason}
    fields = (*PERSON, "competency__name", "gap", "reason", "programme__name", "quarter", "cost", "loss")
    found = PostponedNeed.objects.filter(run=run).order_by("loss", "pk")
    rows = (
        (*row[:5], *words[row[5]], *row[6:]) for row in found.values_list(*fields).iterator(chunk_size=5000)
    )
    return _("Ditunda"), columns, rows
