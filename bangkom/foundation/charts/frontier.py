"""The frontier: what a larger or smaller budget would achieve, and where the plan stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts.base import Chart, Format, Text, nice_ceiling
from bangkom.foundation.charts.plot import Plot
from bangkom.foundation.markup import esc


@dataclass(frozen=True)
class FrontierPoint:
    """With ``budget`` the best plan achieves ``benefit``."""

    budget: float
    benefit: float
    url: str = ""


class Frontier(Chart):
    """Curve of benefit over budget with "you are here" and the price of the next step (``step_text``)."""

    kind = "frontier"

    def __init__(
        self,
        key: str,
        title: Text,
        points: Sequence[FrontierPoint],
        here: FrontierPoint | None = None,
        *,
        budget_label: Text = "",
        benefit_label: Text = "",
        show_budget: Format = display.rupiah_short,
        show_benefit: Format = display.number,
        step_text: Text = "",
        here_label: Text = "",
        **frame: Any,
    ) -> None:
        super().__init__(key, title, **frame)
        self.points = sorted(points, key=lambda point: point.budget)
        self.here, self.step_text, self.here_label = here, step_text, here_label
        self.budget_label, self.benefit_label = budget_label, benefit_label
        self.show_budget, self.show_benefit = show_budget, show_benefit

    def columns(self) -> list[str]:
        return [
            str(self.budget_label or _("Anggaran (Rp)")),
            str(self.benefit_label or _("Manfaat")),
            _("Keterangan"),
        ]

    def _rows(self) -> list[tuple[FrontierPoint, str]]:
        rows = [(point, "") for point in self.points]
        if self.here:
            rows.append((self.here, str(self.here_label or _("Anda di sini"))))
        return sorted(rows, key=lambda row: row[0].budget)

    def records(self) -> list[list[Any]]:
        return [[point.budget, point.benefit, said] for point, said in self._rows()]

    def shown_records(self) -> list[list[Any]]:
        return [
            [display.rupiah(point.budget), self.show_benefit(point.benefit), said]
            for point, said in self._rows()
        ]

    def is_empty(self) -> bool:
        return len(self.points) < 2

    def drawing(self) -> str:
        budgets = [p.budget for p in (*self.points, *([self.here] if self.here else []))]
        benefits = [p.benefit for p in (*self.points, *([self.here] if self.here else []))]
        right, top = nice_ceiling(max(budgets)), nice_ceiling(max(benefits))
        plot = Plot(self.key, str(self.title), self.describe(), (0, right), (0, top))
        plot.y_axis(self.show_benefit, unit=str(self.benefit_label or _("Manfaat")))
        plot.x_labels([(right * i / 4, self.show_budget(right * i / 4)) for i in range(5)])
        plot.area([(p.budget, 0) for p in self.points], [(p.budget, p.benefit) for p in self.points], 0)
        plot.line([(p.budget, p.benefit) for p in self.points], 0, dots=True)
        if self.here:
            plot.mark(self.here.budget, self.here.benefit, str(self.here_label or _("Anda di sini")))
        step = f'<p class="bk-frontier-step">{esc(self.step_text)}</p>' if self.step_text else ""
        return plot.svg() + step
