"""The year in quarters: what runs when. A table on a wide page, a list per quarter on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation.charts.base import Chart, Text
from bangkom.foundation.markup import esc


@dataclass(frozen=True)
class TimelineItem:
    """Something in one quarter (1–4). ``tone`` as of a badge; ``count`` stands before the text."""

    quarter: int
    text: Text
    url: str = ""
    tone: str = "info"
    note: Text = ""


@dataclass(frozen=True)
class TimelineRow:
    label: Text
    items: Sequence[TimelineItem]
    url: str = ""
    note: Text = ""


class Timeline(Chart):
    """``rows`` over the four quarters; ``current`` (1–4) marks the quarter of today."""

    kind = "timeline"

    def __init__(
        self,
        key: str,
        title: Text,
        rows: Sequence[TimelineRow],
        *,
        quarters: Sequence[Text] = (),
        current: int = 0,
        label: Text = "",
        **frame: Any,
    ) -> None:
        frame.setdefault("table", False)
        super().__init__(key, title, **frame)
        self.rows, self.current, self.label = rows, current, label
        self.quarters = quarters or [_("Triwulan %(n)s") % {"n": n} for n in ("I", "II", "III", "IV")]

    def columns(self) -> list[str]:
        return [str(self.label or _("Kegiatan")), *(str(quarter) for quarter in self.quarters)]

    def records(self) -> list[list[Any]]:
        return [
            [
                str(row.label),
                *("; ".join(str(i.text) for i in row.items if i.quarter == n) for n in self._numbers()),
            ]
            for row in self.rows
        ]

    def _numbers(self) -> range:
        return range(1, len(self.quarters) + 1)

    def drawing(self) -> str:
        head = "".join(
            f'<th scope="col"{self._mark(n)}>{esc(quarter)}</th>'
            for n, quarter in enumerate(self.quarters, 1)
        )
        body = "".join(self._row(row) for row in self.rows)
        corner = esc(self.label or _("Kegiatan"))
        return (
            f'<table class="bk-timeline"><caption class="visually-hidden">{esc(self.title)}</caption>'
            f'<thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{body}</tbody></table>'
        )

    def _mark(self, number: int) -> str:
        return ' class="bk-now"' if number == self.current else ""

    def _row(self, row: TimelineRow) -> str:
        name = f'<a href="{esc(row.url)}">{esc(row.label)}</a>' if row.url else esc(row.label)
        note = f'<span class="bk-sub">{esc(row.note)}</span>' if row.note else ""
        cells = []
        for number, quarter in enumerate(self.quarters, 1):
            items = "".join(self._item(item) for item in row.items if item.quarter == number)
            cells.append(f'<td data-label="{esc(quarter)}"{self._mark(number)}>{items}</td>')
        return f'<tr><th scope="row">{name}{note}</th>{"".join(cells)}</tr>'

    def _item(self, item: TimelineItem) -> str:
        note = f'<span class="bk-sub">{esc(item.note)}</span>' if item.note else ""
        inner = f"{esc(item.text)}{note}"
        if item.url:
            return f'<a class="bk-slot bk-{esc(item.tone)}" href="{esc(item.url)}">{inner}</a>'
        return f'<span class="bk-slot bk-{esc(item.tone)}">{inner}</span>'
