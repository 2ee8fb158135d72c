"""Heat map as a table: units down, competencies across; every cell says its value and leads to its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts.base import Chart, Format, Text
from bangkom.foundation.markup import esc

# Up to this many columns share the width evenly; more of them take what they need and scroll.
EVEN_UPTO = 12


@dataclass(frozen=True)
class Band:
    """Values below ``upto`` (None: all above) belong to this band. ``step`` 0 (calm) – 4 (worst) is its colour."""

    upto: float | None
    label: Text
    step: int


@dataclass(frozen=True)
class Heat:
    """One cell. ``count``: how many people it speaks of, shown in its description."""

    value: float
    url: str = ""
    count: int | None = None
    text: Text = ""


@dataclass(frozen=True)
class _Side:
    key: Any
    label: Text
    url: str = ""
    short: Text = ""


class HeatMap(Chart):
    """``rows`` and ``columns`` are ``(key, label[, url[, short]])``; ``cells`` maps ``(row, column)`` to ``Heat``.

    A missing cell means nobody is asked for it, and says so. ``show`` writes the value in the cell.
    """

    kind = "heat"

    def __init__(
        self,
        key: str,
        title: Text,
        rows: Sequence[tuple[Any, ...]],
        columns: Sequence[tuple[Any, ...]],
        cells: Mapping[tuple[Any, Any], Heat],
        bands: Sequence[Band],
        *,
        show: Format = display.number,
        row_label: Text = "",
        column_label: Text = "",
        missing: Text = "",
        **frame: Any,
    ) -> None:
        frame.setdefault("table", False)  # it is a table
        super().__init__(key, title, **frame)
        self.rows = [_Side(*row) for row in rows]
        self.sides = [_Side(*column) for column in columns]
        self.cells, self.bands, self.show = cells, bands, show
        self.row_label, self.column_label, self.missing = row_label, column_label, missing

    def band_of(self, value: float) -> Band:
        return next((band for band in self.bands if band.upto is None or value < band.upto), self.bands[-1])

    def is_empty(self) -> bool:
        return not (self.rows and self.sides)

    def columns(self) -> list[str]:
        return [str(self.row_label or _("Unit")), *(str(side.label) for side in self.sides)]

    def records(self) -> list[list[Any]]:
        empty = Heat(0)
        return [
            [
                str(row.label),
                *(
                    None if (cell := self.cells.get((row.key, side.key))) is None else (cell or empty).value
                    for side in self.sides
                ),
            ]
            for row in self.rows
        ]

    def drawing(self) -> str:
        legend = "".join(
            f'<li><span class="bk-heat-key bk-heat-{band.step}"></span>{esc(band.label)}</li>'
            for band in self.bands
        )
        legend += f'<li><span class="bk-heat-key bk-heat-none"></span>{esc(self.missing or _("tidak dipersyaratkan"))}</li>'
        head = "".join(
            f'<th scope="col"><span title="{esc(side.label)}">{self._side(side)}</span></th>'
            for side in self.sides
        )
        paint = self._painter()
        body = "".join(
            f'<tr><th scope="row">{self._side(row)}</th>{"".join(paint(row, side) for side in self.sides)}</tr>'
            for row in self.rows
        )
        even = " bk-heat-even" if len(self.sides) <= EVEN_UPTO else ""
        corner = esc(self.row_label or _("Unit"))
        label = esc(self.title)
        return (
            f'<ul class="bk-legend">{legend}</ul>'
            f'<div class="bk-heat-frame" role="region" tabindex="0" aria-label="{label}"><table class="bk-heat{even}">'
            f'<caption class="visually-hidden">{label}. {esc(self.describe())}</caption>'
            f'<thead><tr><th scope="col" class="bk-heat-corner">{corner}</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    @staticmethod
    def _side(side: _Side) -> str:
        text = esc(side.short or side.label)
        return f'<a href="{esc(side.url)}">{text}</a>' if side.url else text

    def _painter(self) -> Callable[[_Side, _Side], str]:
        """Function that draws one cell. A map of 53 x 20 has a thousand, so values are written only once each."""
        cells = self.cells
        written: dict[float, tuple[str, int, str]] = {}
        counts: dict[int | None, str] = {None: ""}
        people = esc(_("orang"))

        def paint(row: _Side, side: _Side) -> str:
            cell = cells.get((row.key, side.key))
            if cell is None:
                return '<td class="bk-heat-none"><span aria-hidden="true">·</span></td>'
            if cell.value not in written:
                band = self.band_of(cell.value)
                written[cell.value] = esc(self.show(cell.value)), band.step, esc(band.label)
            text, step, label = written[cell.value]
            if cell.text:
                text = esc(cell.text)
            if cell.count not in counts:
                counts[cell.count] = f", {display.number(cell.count or 0)} {people}"
            said = f"{label}{counts[cell.count]}"
            if cell.url:
                # The name begins with what is seen, so that it can be spoken to be chosen.
                name = f"{text}, {said}"
                return f'<td class="bk-heat-{step}"><a href="{esc(cell.url)}" aria-label="{name}">{text}</a></td>'
            return f'<td class="bk-heat-{step}">{text}<span class="visually-hidden">, {said}</span></td>'

        return paint
