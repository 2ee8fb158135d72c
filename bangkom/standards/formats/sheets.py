"""Dictionaries as tables: our own layout (one line per indicator) and the skill lists of ESCO.

    kode, kompetensi, kompetensi_en, jenis, bidang, definisi, level, nama_level, deskripsi_level, urut_indikator, indikator

Only ``kode`` and ``kompetensi`` are required. ESCO 1.2: conceptUri, preferredLabel, description, broaderUris.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import ExportColumn, FileRefused, read_workbook, write_csv, write_xlsx
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.formats.rows import CompetencyRow, Flaws, FrameworkFile, LevelRow, LinkRow

COLUMNS = (
    "kode", "kompetensi", "kompetensi_en", "jenis", "bidang", "definisi", "level", "nama_level", "deskripsi_level",
    "urut_indikator", "indikator",
)  # fmt: skip
KINDS = {
    "manajerial": CompetencyKind.MANAGERIAL,
    "sosial kultural": CompetencyKind.SOCIOCULTURAL,
    "sosiokultural": CompetencyKind.SOCIOCULTURAL,
    "teknis": CompetencyKind.TECHNICAL,
    "kelompok": CompetencyKind.GROUP,
}
WORDS = {CompetencyKind.MANAGERIAL: "Manajerial", CompetencyKind.SOCIOCULTURAL: "Sosial Kultural",
         CompetencyKind.TECHNICAL: "Teknis", CompetencyKind.GROUP: "Kelompok"}  # fmt: skip
ESCO_MARK = "http://data.europa.eu/esco/"
ESCO_SOURCE = "This service uses the ESCO classification of the European Commission (Decision 2011/833/EU). Modified here."
UNPACKED_LIMIT = 60 * 2**20


def read_table(content: bytes, filename: str) -> FrameworkFile:
    """A CSV (also gzipped), XLSX, XLS or ODS file as rows. Raises ``FileRefused`` if it is no table at all."""
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(content)
    for sheet in read_workbook(content, filename).sheets:
        found = _header(sheet.rows)
        if found:
            place, columns = found
            records = _records(sheet.rows, place, columns)
            return _read_esco(records) if "concepturi" in columns else _read_own(records)
    raise FileRefused(
        "framework_no_header",
        _("Baris judul dengan kolom kode dan kompetensi tidak ditemukan."),
        _("Pakai urutan kolom: %(columns)s.") % {"columns": ", ".join(COLUMNS)},
    )


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            unpacked = stream.read(UNPACKED_LIMIT + 1)
    except (OSError, EOFError) as broken:
        raise FileRefused(
            "file_corrupt", _("Berkas .gz ini rusak."), _("Unduh ulang, atau kirim sebagai .csv biasa.")
        ) from broken
    if len(unpacked) > UNPACKED_LIMIT:
        raise FileRefused(
            "file_too_big",
            _("Isi berkas .gz ini lebih dari %(most)d MB.") % {"most": UNPACKED_LIMIT // 2**20},
            _("Bagi menjadi beberapa berkas."),
        )
    return unpacked


def _header(rows: list[list[Any]]) -> tuple[int, dict[str, int]] | None:
    for place, row in enumerate(rows[:20]):
        names = {_bare(cell): column for column, cell in enumerate(row) if _bare(cell)}
        if {"kode", "kompetensi"} <= set(names) or {"concepturi", "preferredlabel"} <= set(names):
            return place, names
    return None


def _bare(cell: Any) -> str:
    return re.sub(r"[\s_]+", "_", str(cell or "").strip().lower())


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell).strip()
    # Exports put an apostrophe before what a spreadsheet would take for a formula.
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text


def _records(
    rows: list[list[Any]], place: int, columns: dict[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number from 1, values by column name) of each row that holds anything."""
    for number, row in enumerate(rows[place + 1 :], start=place + 2):
        values = {name: _text(row[column]) if column < len(row) else "" for name, column in columns.items()}
        if any(values.values()):
            yield number, values


def _read_own(records: Iterator[tuple[int, dict[str, str]]]) -> FrameworkFile:
    flaws = Flaws()
    found: dict[str, CompetencyRow] = {}
    sources: set[str] = set()
    for number, values in records:
        where = _("baris %(number)d") % {"number": number}
        code, name = values.get("kode", ""), values.get("kompetensi", "")
        if not code or not (name or code in found):
            remedy = _("Isi kolom kode dan kompetensi.")
            flaws.add(where, code or name, _("Kode atau nama kompetensi kosong."), remedy, blocks=True)
            continue
        if code not in found:
            found[code] = _competency(values, where, flaws)
        elif name and name[:300] != found[code].name:
            remedy = _("Samakan namanya, atau beri kode lain.")
            flaws.add(where, name, _("Satu kode dipakai untuk dua kompetensi."), remedy, blocks=True)
        _add_level(found[code], values, where, flaws)
        sources |= {values["sumber"]} if values.get("sumber") else set()
    for row in found.values():
        row.levels.sort(key=lambda level: level.level)
        row.max_level = max([level.level for level in row.levels], default=5)
    return FrameworkFile(
        competencies=list(found.values()), source="; ".join(sorted(sources))[:300], flaws=flaws.all()
    )


def _competency(values: dict[str, str], where: str, flaws: Flaws) -> CompetencyRow:
    word = values.get("jenis", "").lower()
    if word and word not in KINDS:
        remedy = _("Pakai salah satu: %(kinds)s. Sementara ini dibaca sebagai Teknis.") % {
            "kinds": ", ".join(WORDS.values())
        }
        flaws.add(where, word, _("Jenis kompetensi ini tidak dikenal."), remedy)
    return CompetencyRow(
        code=values["kode"][:120],
        name=values["kompetensi"][:300],
        name_en=values.get("kompetensi_en", "")[:300],
        kind=KINDS.get(word, CompetencyKind.TECHNICAL),
        field=values.get("bidang", "")[:60],
        definition=values.get("definisi", ""),
    )


def _add_level(row: CompetencyRow, values: dict[str, str], where: str, flaws: Flaws) -> None:
    text = values.get("level", "")
    if not text:
        return
    if not text.isdigit() or not 1 <= int(text) <= 5:
        remedy = _("Tulis bilangan dari 1 sampai 5.")
        flaws.add(where, text, _("Tingkat harus bilangan dari 1 sampai 5."), remedy, blocks=True)
        return
    level = next((known for known in row.levels if known.level == int(text)), None)
    if level is None:
        level = LevelRow(int(text), values.get("nama_level", "")[:60], values.get("deskripsi_level", ""))
        row.levels.append(level)
    if values.get("indikator"):
        level.indicators.append(values["indikator"])


def _read_esco(records: Iterator[tuple[int, dict[str, str]]]) -> FrameworkFile:
    flaws = Flaws()
    competencies, links, known = [], [], set()
    for number, values in records:
        uri, name = values["concepturi"], values["preferredlabel"]
        key = uri.rsplit("/", 1)[-1]
        if not uri.startswith(ESCO_MARK) or not name or key in known:
            remedy = _("Baris dilewati. Ambil kembali berkas ESCO yang utuh.")
            where = _("baris %(number)d") % {"number": number}
            flaws.add(where, uri, _("Alamat konsep kosong, bukan ESCO, atau berulang."), remedy)
            continue
        known.add(key)
        competencies.append(
            CompetencyRow(
                code=key[:120],
                name=name[:300],
                name_en=name[:300],
                kind=CompetencyKind.TECHNICAL,
                definition=values.get("description", ""),
                case_id=key[:64],
                case={
                    "esco": {part: values[part] for part in ("skilltype", "reuselevel") if values.get(part)}
                },
            )
        )
        broader = values.get("broaderuris") or values.get("broaderconcepturi") or ""
        for above in re.split(r"\s*\|\s*", broader):
            if above:
                links.append(LinkRow("isChildOf", key[:64], above.rsplit("/", 1)[-1][:64]))
    return FrameworkFile(
        title="ESCO", code="ESCO", version="1.2", language="en", source=ESCO_SOURCE,
        competencies=competencies, links=links, flaws=flaws.all(),
    )  # fmt: skip


# --- writing ------------------------------------------------------------------------------------


def table_rows(framework: FrameworkFile) -> Iterator[tuple[object, ...]]:
    """One line per indicator; a level without indicators and a competency without levels are one line each."""
    for row in framework.competencies:
        word = WORDS[CompetencyKind(row.kind)]
        head = (row.code, row.name, row.name_en, word, row.field, row.definition)
        if not row.levels:
            yield (*head, "", "", "", "", "")
        for level in row.levels:
            about = (level.level, level.name, level.description)
            if not level.indicators:
                yield (*head, *about, "", "")
            for place, text in enumerate(level.indicators, start=1):
                yield (*head, *about, place, text)


def write_table(framework: FrameworkFile, stream: IO[bytes], *, kind: str) -> None:
    """Write our own layout as ``csv`` or ``xlsx``."""
    numeric = {"level", "urut_indikator"}
    columns: Sequence[ExportColumn] = [
        ExportColumn(name, "integer" if name in numeric else "text") for name in COLUMNS
    ]
    if kind == "csv":
        write_csv(columns, table_rows(framework), stream)
    else:
        notes = [text for text in (framework.title, framework.source) if text]
        write_xlsx(columns, table_rows(framework), stream, sheet=framework.code or "Kamus", notes=notes)
