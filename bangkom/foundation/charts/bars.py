"""Horizontal bars: a list that stays readable at any width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts.base import Chart, Format, Text, nice_ceiling, pct
from bangkom.foundation.markup import esc


@dataclass(frozen=True)
class Bar:
    """One bar. ``tone`` colours it: ``""``, success, warning, danger, muted; ``goal`` draws a mark on it."""

    label: Text
    value: float
    url: str = ""
    note: Text = ""
    tone: str = ""
    goal: float | None = None


class Bars(Chart):
    """Bars to compare amounts. ``show`` writes a value (``display.rupiah_short``); ``end`` fixes the scale."""

    kind = "bars"

    def __init__(
        self,
        key: str,
        title: Text,
        bars: Sequence[Bar],
        *,
        unit: Text = "",
        show: Format = display.number,
        end: float | None = None,
        label: Text = "",
        goal_label: Text = "",
        **frame: Any,
    ) -> None:
        super().__init__(key, title, **frame)
        self.bars, self.unit, self.show, self.label, self.goal_label = bars, unit, show, label, goal_label
        self.end = end or nice_ceiling(max([0.0, *(max(float(b.value), float(b.goal or 0)) for b in bars)]))

    def columns(self) -> list[str]:
        goal = [str(self.goal_label or _("Sasaran"))] if self._has_goals() else []
        return [str(self.label or _("Nama")), str(self.unit or _("Nilai")), *goal]

    def records(self) -> list[list[Any]]:
        goals = self._has_goals()
        return [[str(b.label), b.value, *([b.goal] if goals else [])] for b in self.bars]

    def _has_goals(self) -> bool:
        return any(bar.goal is not None for bar in self.bars)

    def drawing(self) -> str:
        return f'<ol class="bk-bars">{"".join(self._bar(bar) for bar in self.bars)}</ol>'

    def _bar(self, bar: Bar) -> str:
        name = f'<a href="{esc(bar.url)}">{esc(bar.label)}</a>' if bar.url else esc(bar.label)
        unit = f" {esc(self.unit)}" if self.unit else ""
        note = f'<span class="bk-sub">{esc(bar.note)}</span>' if bar.note else ""
        goal = ""
        if bar.goal is not None:
            at = pct(float(bar.goal), self.end)
            goal = f'<line class="bk-goal" x1="{at}" x2="{at}" y1="0" y2="100%"/>'
        tone = f" bk-fill-{bar.tone}" if bar.tone else ""
        return (
            f'<li><span class="bk-bar-label">{name}{note}</span>'
            f'<span class="bk-bar-value">{esc(self.show(bar.value))}{unit}</span>'
            f'<svg class="bk-bar" aria-hidden="true"><rect class="bk-track" width="100%" height="100%" rx="4"/>'
            f'<rect class="bk-fill{tone}" width="{pct(float(bar.value), self.end)}" height="100%" rx="4"/>{goal}</svg></li>'
        )
