"""What a file is, told by its content and never by its name, and whether it is safe to open."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .errors import FileRefused
from .text import column_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"), (b"\x1f\x8b", "GZIP"), (b"{\\rtf", "RTF"), (b"MZ", "EXE"), (b"BZh", "BZIP2"),
    (b"\x7fELF", "ELF"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"SQLite format 3", "SQLite"),
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How large a file may be before it is refused unread."""

    bytes: int = 40 * 2**20
    unpacked_bytes: int = 300 * 2**20
    entries: int = 2_000
    ratio: int = 400
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 12_000_000
    sheets: int = 120


def kind_of(content: bytes, limits: Limits) -> str:
    """One of xlsx, xlsb, ods, xls, html, csv; raises ``FileRefused`` for anything else."""
    if not content.strip(b"\x00 \r\n\t"):
        raise FileRefused(
            "file_empty", _("Berkas ini kosong (0 data)."), _("Pilih berkas yang berisi daftar pegawai.")
        )
    if len(content) > limits.bytes:
        size = len(content) / 2**20
        raise FileRefused(
            "file_too_big",
            _("Ukuran berkas %(size).0f MB, paling besar %(most).0f MB.")
            % {"size": size, "most": limits.bytes / 2**20},
            _("Hapus gambar dan lembar yang tidak perlu, atau bagi berkas per OPD."),
        )
    if content.startswith(b"PK"):
        return _kind_of_archive(content, limits)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    for magic, name in _OTHER:
        if content.startswith(magic):
            raise not_a_table(name)
    start = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise not_a_table("XML Spreadsheet 2003")
    if re.match(rb"<(!doctype html|html|head|body|table|meta|style|div|!--)", start) or b"<table" in start:
        return "html"
    return "csv"


def not_a_table(name: str) -> FileRefused:
    return FileRefused(
        "file_not_table",
        _("Isi berkas ini adalah %(kind)s, bukan tabel.") % {"kind": name},
        _("Buka datanya di Excel atau LibreOffice, lalu simpan sebagai .xlsx atau .csv."),
    )


def encrypted() -> FileRefused:
    return FileRefused(
        "file_encrypted",
        _("Berkas ini dikunci dengan kata sandi."),
        _(
            "Buka di Excel, pilih Berkas > Info > Proteksi, kosongkan kata sandinya, simpan, lalu unggah kembali."
        ),
    )


def corrupt() -> FileRefused:
    return FileRefused(
        "file_corrupt",
        _("Berkas ini rusak atau tidak utuh terunduh."),
        _(
            "Unduh atau salin ulang berkasnya, pastikan dapat dibuka di Excel, simpan sebagai .xlsx, lalu unggah lagi."
        ),
    )


def too_many(what: str, number: int, most: int) -> FileRefused:
    return FileRefused(
        "file_too_big",
        _("Berkas ini berisi %(number)d %(what)s, paling banyak %(most)d.")
        % {"number": number, "what": what, "most": most},
        _(
            "Salin tabelnya saja ke berkas baru (tanpa baris dan kolom kosong di luar tabel), lalu unggah lagi."
        ),
    )


def bomb() -> FileRefused:
    return FileRefused(
        "file_bomb",
        _("Berkas ini mengembang tidak wajar ketika dibuka."),
        _("Salin tabelnya saja ke berkas Excel baru, lalu unggah lagi."),
    )


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _kind_of_ole(content: bytes) -> str:
    if _wide("EncryptedPackage") in content:
        raise encrypted()
    if _wide("WordDocument") in content:
        raise not_a_table("Word")
    if _wide("PowerPoint Document") in content:
        raise not_a_table("PowerPoint")
    if _wide("Workbook") not in content and _wide("Book") not in content:
        raise corrupt()
    return "xls"


def _kind_of_archive(content: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, limits)
            names = {entry.filename for entry in entries}
            kind = _kind_of_names(names, archive)
            if any(entry.flag_bits & 1 for entry in entries):
                raise encrypted()
            _scan(archive, kind, limits)
            return kind
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        OSError,
        NotImplementedError,
        ValueError,
    ) as broken:
        raise corrupt() from broken


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise bomb()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes or (
        unpacked > 50 * 2**20 and unpacked > limits.ratio * max(packed, 1)
    ):
        raise bomb()


def _kind_of_names(names: set[str], archive: zipfile.ZipFile) -> str:
    if "xl/workbook.xml" in names or any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and archive.read("mimetype")[:60].startswith(
        b"application/vnd.oasis.opendocument"
    ):
        if b"spreadsheet" in archive.read("mimetype"):
            return "ods"
        raise not_a_table("OpenDocument")
    if "word/document.xml" in names:
        raise not_a_table("Word")
    if "ppt/presentation.xml" in names:
        raise not_a_table("PowerPoint")
    if "[Content_Types].xml" in names:
        raise corrupt()
    raise not_a_table("ZIP")


def _scan(archive: zipfile.ZipFile, kind: str, limits: Limits) -> None:
    """Read every part once: proves sizes and checksums, and that no sheet spans an absurd area.

    The reader lays a sheet out as one dense rectangle, so a single cell in XFD1048576 would need
    17 thousand million places.
    """
    measure = {"xlsx": _area_xlsx, "xlsb": _area_xlsb, "ods": _area_ods}[kind]
    part = {"xlsx": r"xl/worksheets/[^/]+\.xml", "xlsb": r"xl/worksheets/[^/]+\.bin", "ods": r"content\.xml"}[
        kind
    ]
    for entry in archive.infolist():
        is_sheet = re.fullmatch(part, entry.filename) is not None
        with archive.open(entry) as stream:
            if is_sheet:
                measure(stream.read(), limits)
            else:
                while stream.read(2**20):
                    pass


def _check_area(rows: int, columns: int, limits: Limits) -> None:
    # Phantom areas are trimmed after reading, so the check is on what must be held in memory.
    if rows * columns > limits.cells:
        raise too_many(_("sel"), rows * columns, limits.cells)


# As loose as XML allows: prefixes, either quotes, spaces; only cells that hold something.
_CELL_START = rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']"
_CELL = re.compile(_CELL_START + rb"([A-Z]{1,4})(\d{1,9})[\"'][^>]*?(?<!/)>")
_WIDE_CELL = re.compile(_CELL_START + rb"([B-Z][A-Z]|[A-Z]{3,4})(\d{1,9})[\"'][^>]*?(?<!/)>")
_FAR_ROW = re.compile(rb"\br\s*=\s*[\"'][A-Z]{1,4}\d{6,}")


def _area_xlsx(xml: bytes, limits: Limits) -> None:
    last_row, last_column = 0, 52
    # Rows come in order, so the end of the sheet tells its height; only columns beyond AZ have to be looked for.
    for found in _CELL.finditer(xml, max(0, len(xml) - 200_000)):
        last_row = max(last_row, int(found[2]))
    widest = max(
        {found[1] for found in _WIDE_CELL.finditer(xml)}, key=lambda name: (len(name), name), default=b""
    )
    if widest:
        last_column = column_of(widest.decode()) + 1
    if last_column > 300 or last_row == 0 or _FAR_ROW.search(xml):
        last_row = max((int(found[2]) for found in _CELL.finditer(xml)), default=0)
    _check_area(last_row, last_column, limits)


def _area_xlsb(data: bytes, limits: Limits) -> None:
    position, row, last_row, last_column, size = 0, 0, 0, 0, len(data)
    while position < size:
        kind = data[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[position] << 7)
            position += 1
        length = shift = 0
        for _byte in range(4):
            part = data[position]
            position += 1
            length |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        if kind == 0:
            row = int.from_bytes(data[position : position + 4], "little")
        elif 2 <= kind <= 11:
            last_row = max(last_row, row)
            last_column = max(last_column, int.from_bytes(data[position : position + 4], "little"))
        position += length
    _check_area(last_row + 1, last_column + 1, limits)


_ODS_TAG = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>")
_ODS_TIMES = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d+)"')


def _area_ods(xml: bytes, limits: Limits) -> None:
    rows = columns = row_times = width = 0
    last_row = last_column = 0
    for closing, tag, attributes, _empty in _ODS_TAG.findall(xml):
        if closing:
            continue
        found = _ODS_TIMES.search(attributes)
        times = int(found[1]) if found else 1
        if tag == b"table":
            _check_area(last_row, last_column, limits)
            rows = columns = last_row = last_column = 0
        elif tag == b"table-row":
            rows += times
            row_times, width = times, 0
        else:
            width += times
            if b"office:value-type" in attributes:
                last_row, last_column = rows, max(last_column, width)
                if times * row_times > limits.cells:
                    _check_area(times, row_times, limits)
    _check_area(last_row, max(last_column, columns), limits)
