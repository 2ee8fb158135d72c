"""Lines over time with their interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts.base import Chart, Format, Text, nice_ceiling
from bangkom.foundation.charts.plot import Plot
from bangkom.foundation.markup import esc

MOST_SERIES = 4


@dataclass(frozen=True)
class Line:
    """One series; ``values`` may have gaps (None). ``low`` and ``high`` bound the interval around it."""

    label: Text
    values: Sequence[float | None]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()


class Lines(Chart):
    """Up to four series over the same ``points`` (labels of the x axis)."""

    kind = "lines"

    def __init__(
        self,
        key: str,
        title: Text,
        points: Sequence[Text],
        lines: Sequence[Line],
        *,
        unit: Text = "",
        show: Format = display.number,
        start: float = 0.0,
        end: float | None = None,
        label: Text = "",
        goal: float | None = None,
        goal_label: Text = "",
        **frame: Any,
    ) -> None:
        super().__init__(key, title, **frame)
        if len(lines) > MOST_SERIES:
            raise ValueError(f"{len(lines)} lines in one chart; more than {MOST_SERIES} cannot be told apart")
        self.points, self.lines, self.unit, self.show = points, lines, unit, show
        self.label, self.goal, self.goal_label = label, goal, goal_label
        known = [v for line in lines for values in (line.values, line.high) for v in values if v is not None]
        top = max([start, goal or start, *known])
        self.start, self.end = start, end if end is not None else start + nice_ceiling(top - start)

    def is_empty(self) -> bool:
        return not any(value is not None for line in self.lines for value in line.values)

    def columns(self) -> list[str]:
        names = [str(self.label or _("Waktu"))]
        for line in self.lines:
            names.append(str(line.label))
            if line.low:
                names += [f"{line.label}: {_('batas bawah')}", f"{line.label}: {_('batas atas')}"]
        return names

    def records(self) -> list[list[Any]]:
        rows = []
        for i, point in enumerate(self.points):
            row: list[Any] = [str(point)]
            for line in self.lines:
                row.append(line.values[i])
                if line.low:
                    row += [line.low[i], line.high[i]]
            rows.append(row)
        return rows

    def drawing(self) -> str:
        count = max(len(self.points) - 1, 1)
        plot = Plot(self.key, str(self.title), self.describe(), (0, count), (self.start, self.end))
        plot.y_axis(self.show, unit=str(self.unit))
        plot.x_labels([(i, str(point)) for i, point in enumerate(self.points)])
        if self.goal is not None:
            plot.goal(
                self.goal, str(self.goal_label or _("sasaran %(goal)s") % {"goal": self.show(self.goal)})
            )
        for number, line in enumerate(self.lines):
            if line.low:
                plot.area(list(enumerate(line.low)), list(enumerate(line.high)), number)
        for number, line in enumerate(self.lines):
            plot.line(list(enumerate(line.values)), number)
        legend = ""
        if len(self.lines) > 1 or self.lines[0].low:
            legend = "".join(
                f'<li><svg aria-hidden="true"><line class="bk-line bk-line-{i}" x1="0" x2="100%" y1="50%" y2="50%"/></svg>'
                f"{esc(line.label)}</li>"
                for i, line in enumerate(self.lines)
            )
            if any(line.low for line in self.lines):
                legend += (
                    '<li><svg aria-hidden="true"><rect class="bk-area bk-area-0" width="100%" height="100%"/></svg>'
                    f"{_('Rentang yang mungkin')}</li>"
                )
            legend = f'<ul class="bk-legend">{legend}</ul>'
        return legend + plot.svg()
