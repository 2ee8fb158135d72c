"""Competency gaps: the level required against the level estimated, with how sure the estimate is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts.base import Chart, Text, pct
from bangkom.foundation.markup import esc


@dataclass(frozen=True)
class GapLine:
    """One competency. ``estimate`` None: never assessed. ``low``–``high``: where the level lies very likely."""

    label: Text
    required: float
    estimate: float | None
    low: float | None = None
    high: float | None = None
    url: str = ""
    note: Text = ""
    action: SafeString | str = ""


class GapBars(Chart):
    """Bars of levels from 0 to ``levels``; the mark is the demand, the line through the bar's end the interval."""

    kind = "gaps"

    def __init__(
        self,
        key: str,
        title: Text,
        lines: Sequence[GapLine],
        *,
        levels: int = 5,
        label: Text = "",
        **frame: Any,
    ) -> None:
        super().__init__(key, title, **frame)
        self.lines, self.levels, self.label = lines, levels, label

    def columns(self) -> list[str]:
        return [
            str(self.label or _("Kompetensi")),
            _("Dipersyaratkan"),
            _("Perkiraan"),
            _("Batas bawah"),
            _("Batas atas"),
            _("Selisih"),
        ]

    def records(self) -> list[list[Any]]:
        return [
            [
                str(line.label),
                line.required,
                line.estimate,
                line.low,
                line.high,
                None if line.estimate is None else round(line.estimate - line.required, 2),
            ]
            for line in self.lines
        ]

    def drawing(self) -> str:
        legend = (
            f'<ul class="bk-legend"><li><svg aria-hidden="true"><rect class="bk-fill" width="100%" height="100%" rx="3"/>'
            f'</svg>{_("Perkiraan")}</li><li><svg aria-hidden="true"><line class="bk-goal" x1="50%" x2="50%" '
            f'y1="0" y2="100%"/></svg>{_("Dipersyaratkan")}</li><li><svg aria-hidden="true"><line class="bk-interval" '
            f'x1="0" x2="100%" y1="50%" y2="50%"/></svg>{_("Rentang yang mungkin")}</li></ul>'
        )
        return f'{legend}<ol class="bk-bars bk-gaps">{"".join(self._line(line) for line in self.lines)}</ol>'

    def _line(self, line: GapLine) -> str:
        name = f'<a href="{esc(line.url)}">{esc(line.label)}</a>' if line.url else esc(line.label)
        note = f'<span class="bk-sub">{esc(line.note)}</span>' if line.note else ""
        action = f'<span class="bk-bar-action">{esc(line.action)}</span>' if line.action else ""
        return (
            f'<li><span class="bk-bar-label">{name}{note}</span>'
            f'<span class="bk-bar-value">{self._said(line)}</span>{self._svg(line)}{action}</li>'
        )

    def _said(self, line: GapLine) -> str:
        if line.estimate is None:
            return esc(_("Belum dinilai; perlu %(required)s") % {"required": display.number(line.required)})
        values = {
            "estimate": display.number(round(line.estimate, 1)),
            "required": display.number(line.required),
            "missing": display.number(round(line.required - line.estimate, 1)),
        }
        if round(line.required - line.estimate, 1) > 0:
            return esc(_("%(estimate)s dari %(required)s, kurang %(missing)s") % values)
        return esc(_("%(estimate)s dari %(required)s, terpenuhi") % values)

    def _svg(self, line: GapLine) -> str:
        top = self.levels
        parts = ['<rect class="bk-track" width="100%" height="12" y="6" rx="4"/>']
        if line.estimate is not None:
            tone = "" if line.estimate >= line.required else " bk-fill-warning"
            parts.append(
                f'<rect class="bk-fill{tone}" width="{pct(line.estimate, top)}" height="12" y="6" rx="4"/>'
            )
        if line.low is not None and line.high is not None:
            low, high = pct(line.low, top), pct(line.high, top)
            parts.append(
                f'<line class="bk-interval" x1="{low}" x2="{high}" y1="12" y2="12"/>'
                f'<line class="bk-interval" x1="{low}" x2="{low}" y1="8" y2="16"/>'
                f'<line class="bk-interval" x1="{high}" x2="{high}" y1="8" y2="16"/>'
            )
        at = pct(line.required, top)
        parts.append(f'<line class="bk-goal" x1="{at}" x2="{at}" y1="1" y2="23"/>')
        return f'<svg class="bk-bar bk-bar-gap" aria-hidden="true">{"".join(parts)}</svg>'
