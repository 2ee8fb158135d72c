"""A plane with two axes. Curves stretch with the page, text and dots keep their size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bangkom.foundation.charts.base import Format, ticks
from bangkom.foundation.markup import esc

Point = tuple[float, float | None]
# The plane leaves room for the labels around it (percent of the drawing).
LEFT, RIGHT, TOP, BOTTOM = 14.0, 4.0, 10.0, 12.0
WIDTH, HEIGHT = 100 - LEFT - RIGHT, 100 - TOP - BOTTOM
MOST_LABELS = 12


class Plot:
    """Collects the parts of one drawing; ``x`` and ``y`` are the ranges of the axes."""

    def __init__(
        self, key: str, title: str, description: str, x: tuple[float, float], y: tuple[float, float]
    ) -> None:
        self.key, self.title, self.description = key, title, description
        self.x, self.y = x, y if y[1] > y[0] else (y[0], y[0] + 1)
        self.stretched: list[str] = []
        self.behind: list[str] = []
        self.before: list[str] = []

    def _share(self, value: float, axis: tuple[float, float]) -> float:
        return (value - axis[0]) / ((axis[1] - axis[0]) or 1)

    def at_x(self, value: float) -> float:
        return LEFT + WIDTH * self._share(value, self.x)

    def at_y(self, value: float) -> float:
        return TOP + HEIGHT * (1 - self._share(value, self.y))

    def _inner(self, point: tuple[float, float]) -> str:
        return f"{self._share(point[0], self.x) * 100:.2f},{(1 - self._share(point[1], self.y)) * 100:.2f}"

    def y_axis(self, show: Format, unit: str = "") -> None:
        for value in ticks(*self.y):
            y = self.at_y(value)
            self.behind.append(
                f'<line class="bk-grid" x1="{LEFT}%" x2="{100 - RIGHT}%" y1="{y:.2f}%" y2="{y:.2f}%"/>'
                f'<text class="bk-tick-text" x="{LEFT - 1.5}%" y="{y:.2f}%" dy="4" text-anchor="end">{esc(show(value))}</text>'
            )
        if unit:
            self.behind.append(f'<text class="bk-axis-text" x="0" y="14">{esc(unit)}</text>')

    def x_labels(self, labels: Sequence[tuple[float, str]]) -> None:
        """Labels below; many are thinned out, and every second one is left out on a phone."""
        every = -(-len(labels) // MOST_LABELS)
        shown = labels[::every]
        for i, (value, text) in enumerate(shown):
            at = self.at_x(value)
            anchor = "end" if at > 92 else "middle"
            css = "bk-tick-text bk-tick-second" if i % 2 and len(shown) > 4 else "bk-tick-text"
            self.behind.append(
                f'<text class="{css}" x="{min(at, 100):.2f}%" y="97%" text-anchor="{anchor}">{esc(text)}</text>'
            )

    def area(self, low: Iterable[Point], high: Iterable[Point], number: int) -> None:
        """The ground between two lines, broken where either end is missing."""
        run: list[tuple[tuple[float, float], tuple[float, float]]] = []
        for (x, below), (_x, above) in [*zip(low, high, strict=True), ((0, None), (0, None))]:
            if below is not None and above is not None:
                run.append(((x, below), (x, above)))
                continue
            if len(run) > 1:
                points = [pair[1] for pair in run] + [pair[0] for pair in reversed(run)]
                path = " ".join(self._inner(point) for point in points)
                self.stretched.append(f'<polygon class="bk-area bk-area-{number}" points="{path}"/>')
            run = []

    def line(self, points: Iterable[Point], number: int, *, dots: bool = True) -> None:
        """A line, broken where a value is missing; each value has its dot and its text on pointing."""
        run: list[str] = []
        runs = [run]
        for x, y in points:
            if y is None:
                run = []
                runs.append(run)
                continue
            run.append(self._inner((x, y)))
            if dots:
                self.before.append(
                    f'<circle class="bk-dot bk-dot-{number}" cx="{self.at_x(x):.2f}%" cy="{self.at_y(y):.2f}%" r="3.5"/>'
                )
        for part in runs:
            if len(part) > 1:
                self.stretched.append(
                    f'<polyline class="bk-line bk-line-{number}" points="{" ".join(part)}"/>'
                )

    def goal(self, value: float, text: str) -> None:
        y = self.at_y(value)
        self.before.append(
            f'<line class="bk-goal-line" x1="{LEFT}%" x2="{100 - RIGHT}%" y1="{y:.2f}%" y2="{y:.2f}%"/>'
            f'<text class="bk-goal-text" x="{100 - RIGHT}%" y="{y:.2f}%" dy="-6" text-anchor="end">{esc(text)}</text>'
        )

    def mark(self, x: float, y: float, text: str) -> None:
        """You are here: lines to both axes, a large dot, the words."""
        at_x, at_y = self.at_x(x), self.at_y(y)
        # A frontier bends downwards: below it on the right, or above it on the left, the words hide nothing.
        anchor, shift, drop = ("end", -12, -12) if at_x > 60 else ("start", 12, 22)
        self.before.append(
            f'<line class="bk-here-line" x1="{at_x:.2f}%" x2="{at_x:.2f}%" y1="{at_y:.2f}%" y2="{100 - BOTTOM}%"/>'
            f'<line class="bk-here-line" x1="{LEFT}%" x2="{at_x:.2f}%" y1="{at_y:.2f}%" y2="{at_y:.2f}%"/>'
            f'<circle class="bk-here" cx="{at_x:.2f}%" cy="{at_y:.2f}%" r="7"/>'
            f'<text class="bk-here-text" x="{at_x:.2f}%" y="{at_y:.2f}%" dx="{shift}" dy="{drop}" '
            f'text-anchor="{anchor}">{esc(text)}</text>'
        )

    def svg(self) -> str:
        ids = f"grafik-{self.key}-nama", f"grafik-{self.key}-isi"
        return (
            f'<svg class="bk-plot" role="img" aria-labelledby="{ids[0]} {ids[1]}">'
            f'<title id="{ids[0]}">{esc(self.title)}</title><desc id="{ids[1]}">{esc(self.description)}</desc>'
            f"{''.join(self.behind)}"
            f'<svg x="{LEFT}%" y="{TOP}%" width="{WIDTH}%" height="{HEIGHT}%" viewBox="0 0 100 100" '
            f'preserveAspectRatio="none">{"".join(self.stretched)}</svg>{"".join(self.before)}</svg>'
        )
