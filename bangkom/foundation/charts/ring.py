"""A ring: how much of a duty is done, with the number in the middle and the sentence beside it."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts.base import Chart, Text
from bangkom.foundation.markup import esc

RADIUS, AROUND = 52, 326.73  # 2 * pi * 52


class Ring(Chart):
    """``value`` of ``goal``. ``planned`` is drawn paler behind it; ``sentence`` says the number that matters."""

    kind = "ring"

    def __init__(
        self,
        key: str,
        title: Text,
        value: float,
        goal: float,
        *,
        unit: Text = "",
        sentence: Text = "",
        planned: float = 0,
        action: SafeString | str = "",
        **frame: Any,
    ) -> None:
        frame.setdefault("table", False)
        frame.setdefault("download", False)
        super().__init__(key, title, **frame)
        self.value, self.goal, self.unit = value, goal, unit
        self.sentence, self.planned, self.action = sentence, planned, action

    def columns(self) -> list[str]:
        return [_("Ukuran"), _("Tercapai"), _("Terencana"), _("Sasaran")]

    def records(self) -> list[list[Any]]:
        return [[str(self.title), self.value, self.planned, self.goal]]

    def _arc(self, css: str, upto: float) -> str:
        share = min(max(upto / self.goal, 0.0), 1.0) if self.goal else 0.0
        if not share:
            return ""
        return (
            f'<circle class="{css}" cx="64" cy="64" r="{RADIUS}" transform="rotate(-90 64 64)" '
            f'stroke-dasharray="{share * AROUND:.2f} {AROUND}"/>'
        )

    def drawing(self) -> str:
        value, goal = display.number(self.value), display.number(self.goal)
        said = _("%(value)s dari %(goal)s %(unit)s") % {"value": value, "goal": goal, "unit": self.unit}
        full = " bk-ring-full" if self.goal and self.value >= self.goal else ""
        sentence = f'<p class="bk-ring-sentence">{esc(self.sentence)}</p>' if self.sentence else ""
        action = f'<p class="bk-ring-action">{esc(self.action)}</p>' if self.action else ""
        return (
            f'<div class="bk-ring{full}"><svg viewBox="0 0 128 128" role="img" aria-label="{esc(said)}">'
            f'<circle class="bk-ring-track" cx="64" cy="64" r="{RADIUS}"/>'
            f"{self._arc('bk-ring-planned', self.value + self.planned if self.planned else 0)}"
            f"{self._arc('bk-ring-done', self.value)}"
            f'<text class="bk-ring-number" x="64" y="68" text-anchor="middle">{value}</text>'
            f'<text class="bk-ring-goal" x="64" y="88" text-anchor="middle">'
            f"{esc(_('dari %(goal)s %(unit)s') % {'goal': goal, 'unit': self.unit})}</text></svg>"
            f'<div class="bk-ring-text">{sentence}{action}</div></div>'
        )
