"""The charts of the house: server-rendered, readable at 390 px, each with its table and its file.

A view builds charts, offers their files, and hands them to the template, which writes ``{{ chart }}``:

    chart = Bars("jp-per-opd", _("JP per OPD"), [Bar(name, jp, url) for ...], unit="JP")
    return charts.respond_download(request, [chart]) or render(request, "...", {"chart": chart})

See ``docs/how-to/table.md``.
"""

from bangkom.foundation.charts.bars import Bar, Bars
from bangkom.foundation.charts.base import Chart, respond_download
from bangkom.foundation.charts.frontier import Frontier, FrontierPoint
from bangkom.foundation.charts.gaps import GapBars, GapLine
from bangkom.foundation.charts.heat import Band, Heat, HeatMap
from bangkom.foundation.charts.lines import Line, Lines
from bangkom.foundation.charts.ring import Ring
from bangkom.foundation.charts.timeline import Timeline, TimelineItem, TimelineRow

__all__ = [
    "Band",
    "Bar",
    "Bars",
    "Chart",
    "Frontier",
    "FrontierPoint",
    "GapBars",
    "GapLine",
    "Heat",
    "HeatMap",
    "Line",
    "Lines",
    "Ring",
    "Timeline",
    "TimelineItem",
    "TimelineRow",
    "respond_download",
]
