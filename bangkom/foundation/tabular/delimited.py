"""Text tables: CSV in every encoding and with every separator, and HTML that is called .xls."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from .errors import FileRefused
from .kinds import Limits, too_many

Merge = tuple[int, int, int, int]


def decode(content: bytes) -> str:
    """Text of unknown encoding: byte order mark, UTF-8, UTF-16 without mark, else Windows-1252."""
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    sample = content[:4000]
    if sample.count(0) > len(sample) // 4:
        return content.decode(
            "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace"
        )
    if 0 in content:
        raise FileRefused(
            "file_not_table",
            _("Isi berkas ini bukan teks dan bukan tabel Excel."),
            _("Simpan datanya sebagai .xlsx atau .csv dari Excel, lalu unggah lagi."),
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without Excel's ``sep=`` line."""
    first, _newline, rest = text.partition("\n")
    if found := re.fullmatch(r'"?sep=(.)"?\s*', first.strip("\r"), re.I):
        return found[1], "\n" + rest
    lines = [line for line in _unquoted(text[:200_000]).split("\n") if line.strip()][:200]
    best, best_score = ",", 0.0
    for sign in (";", "\t", ",", "|"):
        counts = Counter(count for line in lines if (count := line.count(sign)))
        if not counts:
            continue
        common, times = counts.most_common(1)[0]
        score = times * min(common, 40) + (0.1 if sign in ";\t" else 0)
        if score > best_score:
            best, best_score = sign, score
    return best, text


def _unquoted(text: str) -> str:
    """The text with quoted parts blanked, so that signs inside them do not count."""
    return re.sub(r'"(?:[^"]|"")*"', '""', text.replace("\r\n", "\n").replace("\r", "\n"))


def read_delimited(content: bytes, limits: Limits) -> list[list[object]]:
    """Rows of a text file. Row n of the answer is the n-th record; blank lines keep their number."""
    text = decode(content)
    sign, text = _separator(text)
    csv.field_size_limit(1_000_000)
    rows: list[list[object]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            rows.append(list(row))
            if len(rows) > limits.rows:
                raise too_many(_("baris"), len(rows), limits.rows)
    except csv.Error as broken:
        raise FileRefused(
            "file_corrupt",
            _("Berkas CSV ini rusak pada baris %(row)d.") % {"row": len(rows) + 1},
            _("Periksa tanda kutip pada baris itu, atau simpan ulang dari Excel sebagai .xlsx."),
        ) from broken
    return rows


class _Tables(HTMLParser):
    """Every table of a page as rows and merged areas; tables inside cells are read as their text."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.rows: list[list[object]] = []
        self.merges: list[Merge] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._column = 0
        self._taken: dict[tuple[int, int], bool] = {}
        self._depth = 0
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._quiet += 1
        elif tag == "table":
            self._depth += 1
        elif tag == "tr" and self._depth <= 1:
            self._end_cell()
            self.rows.append([])
            self._column = 0
            if len(self.rows) > self.limits.rows:
                raise too_many(_("baris"), len(self.rows), self.limits.rows)
        elif tag in ("td", "th") and self._depth <= 1:
            self._end_cell()
            if not self.rows:
                self.rows.append([])
            values = dict(attrs)
            self._span = (self._times(values.get("rowspan")), self._times(values.get("colspan")))
            self._cell = []
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def _times(self, text: str | None) -> int:
        return max(1, min(int(text), self.limits.columns)) if text and text.strip().isdigit() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._quiet = max(0, self._quiet - 1)
        elif tag == "table":
            self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif tag in ("td", "th", "tr") and self._depth <= 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._quiet:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n")).strip()
        self._cell = None
        row, (height, width) = len(self.rows) - 1, self._span
        while self._taken.pop((row, self._column), False):
            self._column += 1
        if self._column + width > self.limits.columns:
            raise too_many(_("kolom"), self._column + width, self.limits.columns)
        line = self.rows[row]
        line.extend([""] * (self._column + width - len(line)))
        line[self._column] = text
        if height > 1 or width > 1:
            self.merges.append((row, self._column, row + height - 1, self._column + width - 1))
            for below in range(row + 1, row + min(height, 200)):
                for beside in range(self._column, self._column + width):
                    self._taken[below, beside] = True
        self._column += width


def read_html(content: bytes, limits: Limits) -> tuple[list[list[object]], list[Merge]]:
    """Rows and merged areas of the tables in a page (what many systems export under the name .xls)."""
    head = content[:2000].lower()
    found = re.search(rb"charset=[\"']?([a-z0-9_-]+)", head)
    if found and found[1] in (b"iso-8859-1", b"windows-1252", b"latin1", b"latin-1"):
        text = content.decode("cp1252", "replace")
    else:
        text = decode(content)
    parser = _Tables(limits)
    parser.feed(text)
    parser.close()
    parser._end_cell()
    if not any(parser.rows):
        raise FileRefused(
            "file_not_table",
            _("Berkas ini adalah halaman web tanpa tabel."),
            _("Unduh ulang dari aplikasinya, atau simpan datanya sebagai .xlsx."),
        )
    return parser.rows, parser.merges
