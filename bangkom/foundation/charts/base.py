"""What all charts share: the frame with title and sentence, the table behind, the download.

Drawings use percentages instead of a ``viewBox``, so lines stretch with the page while text keeps its size:
an SVG that is scaled as a whole shrinks its letters to 5 px on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import html_safe
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.icons import icon
from bangkom.foundation.markup import esc

Text = str | Promise
Format = Callable[[Any], str]
DOWNLOAD = "unduh"


@html_safe
class Chart:
    """One chart. ``key`` names it in ids and in ``?unduh=<key>.xlsx``; ``summary`` is its message in a sentence.

    A subclass draws itself in ``drawing`` and tells its figures in ``columns`` and ``records``. ``link`` and
    ``link_label`` lead to the list behind. ``note`` stands below: source, date, who sees it.
    """

    kind = ""
    framed = True

    def __init__(
        self,
        key: str,
        title: Text,
        *,
        summary: Text = "",
        note: Text = "",
        link: str = "",
        link_label: Text = "",
        table: bool = True,
        download: bool = True,
        query: Sequence[tuple[str, str]] = (),
        heading: int = 2,
    ) -> None:
        self.key, self.title, self.summary, self.note = key, title, summary, note
        self.link, self.link_label = link, link_label
        self.with_table, self.with_download = table, download
        # Parameters that the page needs to make the same chart again (its year, its filters).
        self.query = tuple(query)
        self.heading = heading

    # --- a subclass says -----------------------------------------------------------------------------

    def is_empty(self) -> bool:
        return not self.records()

    def drawing(self) -> str:
        raise NotImplementedError

    def columns(self) -> list[str]:
        """Headings of the table behind."""
        raise NotImplementedError

    def records(self) -> list[list[Any]]:
        """Rows of the table behind, as raw values: a file gets them, a page shows them formatted."""
        raise NotImplementedError

    def shown_records(self) -> Iterable[list[Any]]:
        return ([display.text(value) for value in record] for record in self.records())

    # --- the frame -----------------------------------------------------------------------------------

    def __str__(self) -> SafeString:
        title, level = f"grafik-{self.key}-judul", self.heading
        summary = f'<p class="bk-chart-summary">{esc(self.summary)}</p>' if self.summary else ""
        body = self._nothing() if self.is_empty() else f"{self.drawing()}{self._foot()}"
        return mark_safe(  # noqa: S308
            f'<figure class="bk-chart bk-chart-{self.kind}" id="grafik-{self.key}" aria-labelledby="{title}">'
            f'<figcaption><h{level} class="bk-chart-title" id="{title}">{esc(self.title)}</h{level}>'
            f"{summary}</figcaption>{body}</figure>"
        )

    def _nothing(self) -> str:
        return f'<p class="bk-chart-empty">{icon("chart-bar")} {_("Belum ada angka untuk ditampilkan.")}</p>'

    def _foot(self) -> str:
        note = f'<p class="bk-chart-note">{esc(self.note)}</p>' if self.note else ""
        tools = self._link() + self._table() + self._downloads()
        return note + (f'<div class="bk-chart-foot">{tools}</div>' if tools else "")

    def _link(self) -> str:
        return (
            f'<a href="{esc(self.link)}">{esc(self.link_label or _("Lihat daftar"))}</a>' if self.link else ""
        )

    def _table(self) -> str:
        if not self.with_table:
            return ""
        head = "".join(f'<th scope="col">{esc(name)}</th>' for name in self.columns())
        body = "".join(
            "<tr>"
            + "".join(
                f'<th scope="row">{esc(value)}</th>' if i == 0 else f"<td>{esc(value)}</td>"
                for i, value in enumerate(record)
            )
            + "</tr>"
            for record in self.shown_records()
        )
        return (
            f'<details class="bk-chart-data"><summary>{_("Tabel data")}'
            f'<span class="visually-hidden">: {esc(self.title)}</span></summary>'
            f'<div class="bk-chart-scroll" tabindex="0" role="region" aria-label="{_("Tabel data")}: {esc(self.title)}">'
            f'<table class="bk-table bk-table-plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
            f"</div></details>"
        )

    def _downloads(self) -> str:
        if not self.with_download:
            return ""
        links = "".join(
            f'<a href="?{esc(urlencode([*self.query, (DOWNLOAD, f"{self.key}.{kind}")]))}" download>'
            f'{kind.upper()}<span class="visually-hidden">: {esc(self.title)}</span></a>'
            for kind in ("xlsx", "csv")
        )
        return f'<span class="bk-chart-downloads">{icon("download")}{links}</span>'

    def describe(self) -> str:
        """The figures in one sentence, for the accessible description of a drawing."""
        return str(self.summary) or _("Angka-angkanya ada pada tabel data di bawah grafik.")


def respond_download(request: HttpRequest, charts: Iterable[Chart]) -> HttpResponse | None:
    """The file asked for by ``?unduh=<key>.xlsx`` or ``.csv``, or None when the request asks for none of these."""
    key, _dot, kind = request.GET.get(DOWNLOAD, "").rpartition(".")
    if kind not in ("xlsx", "csv"):
        return None
    chart = next((chart for chart in charts if chart.key == key), None)
    if chart is None:
        return None
    from bangkom.foundation.tables.export import file_response

    records = chart.records()
    headings = [
        (str(name), _kind_of(record[i] for record in records)) for i, name in enumerate(chart.columns())
    ]
    return file_response(headings, records, kind, chart.key)


def _kind_of(values: Iterable[Any]) -> str:
    known = [value for value in values if value is not None]
    if not known or not all(isinstance(value, (int, float)) for value in known):
        return "text"
    return "integer" if all(value == int(value) for value in known) else "decimal"


def nice_ceiling(value: float) -> float:
    """The next round number (1, 2, 2.5 or 5 times a power of ten) at or above ``value``, for the end of an axis."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value - 1e-9)


def pct(value: float, whole: float) -> str:
    """``value`` of ``whole`` as an SVG percentage, never outside 0–100."""
    share = 0.0 if not whole else min(max(value / whole, 0.0), 1.0)
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def ticks(low: float, high: float, steps: int = 4) -> list[float]:
    return [low + (high - low) * i / steps for i in range(steps + 1)]
