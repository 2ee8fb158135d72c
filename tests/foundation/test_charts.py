"""Charts: their figures, their words, their files."""

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from bangkom.foundation import charts


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def bars(**more):
    return charts.Bars(
        "jp",
        "JP per OPD",
        [charts.Bar("Dinkes <1>", 12, "/d/?a=1&b=2", goal=20), charts.Bar("Dikbud", 4.5)],
        unit="JP",
        end=24,
        **more,
    )


def heat():
    bands = [charts.Band(1, "ringan", 1), charts.Band(None, "berat", 4)]
    cells = {("a", "x"): charts.Heat(0.4, "/a/x/", 1200), ("b", "x"): charts.Heat(1.0)}
    return charts.HeatMap(
        "peta", "Peta", [("a", "Unit A", "/a/"), ("b", "Unit B")], [("x", "Kerja Sama")], cells, bands
    )


def test_bars_are_as_long_as_their_values():
    html = str(bars())

    assert re.findall(r'class="bk-fill" width="([^"]+)"', html) == ["50%", "18.75%"]
    assert 'x1="83.33%"' in html
    assert '<a href="/d/?a=1&amp;b=2">Dinkes &lt;1&gt;</a>' in html
    assert "4,5 JP" in html


def test_every_chart_brings_its_table_and_its_files():
    html = str(bars(query=[("tahun", "2027")]))

    assert '<th scope="row">Dinkes &lt;1&gt;</th><td>12</td><td>20</td>' in html
    assert 'href="?tahun=2027&amp;unduh=jp.xlsx"' in html
    assert 'href="?tahun=2027&amp;unduh=jp.csv"' in html


def test_no_chart_carries_inline_style():
    for chart in (bars(), heat(), gaps(), ring(), frontier(), lines(), timeline()):
        assert " style=" not in str(chart)


def test_download_gives_the_figures_of_the_chart_asked_for():
    request = RequestFactory().get("/?unduh=jp.csv")
    response = charts.respond_download(request, [heat(), bars()])
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    response.file_to_stream.close()

    assert text.splitlines() == ["Nama;JP;Sasaran", "Dinkes <1>;12;20", "Dikbud;4.5;"]


@pytest.mark.parametrize("wanted", ["", "jp", "jp.pdf", "other.csv"])
def test_download_of_anything_else_is_left_to_the_page(wanted):
    assert charts.respond_download(RequestFactory().get("/", {"unduh": wanted}), [bars()]) is None


def test_heat_map_says_value_band_and_people_and_leads_to_the_list():
    html = str(heat())

    assert '<td class="bk-heat-1"><a href="/a/x/" aria-label="0,4, ringan, 1.200 orang">0,4</a></td>' in html
    assert '<td class="bk-heat-4">1<span class="visually-hidden">, berat</span></td>' in html
    assert heat().records() == [["Unit A", 0.4], ["Unit B", 1.0]]


def test_heat_map_shows_a_missing_cell_as_not_asked_for():
    chart = heat()
    chart.cells = {}

    assert str(chart).count('<td class="bk-heat-none">') == 2
    assert chart.records() == [["Unit A", None], ["Unit B", None]]


def gaps():
    return charts.GapBars(
        "gap",
        "Kesenjangan",
        [
            charts.GapLine("Komunikasi", 3, 2.1, 1.6, 2.6),
            charts.GapLine("Integritas", 2, 2.5),
            charts.GapLine("Data", 4, None),
        ],
    )


def test_gap_bars_say_what_is_missing_in_words():
    html = str(gaps())

    assert "2,1 dari 3, kurang 0,9" in html
    assert "2,5 dari 2, terpenuhi" in html
    assert "Belum dinilai; perlu 4" in html
    assert gaps().records()[0] == ["Komunikasi", 3, 2.1, 1.6, 2.6, -0.9]


def ring(value=12):
    return charts.Ring("jp", "Kewajiban", value, 20, unit="JP", sentence="Anda perlu 8 JP lagi.")


def test_ring_says_how_much_of_the_goal_is_done():
    html = str(ring())

    assert 'aria-label="12 dari 20 JP"' in html
    assert 'stroke-dasharray="196.04 326.73"' in html
    assert "Anda perlu 8 JP lagi." in html


def test_ring_is_full_and_not_more_when_the_goal_is_passed():
    assert 'stroke-dasharray="326.73 326.73"' in str(ring(31))


def lines(values=(70, None, 80)):
    low = [v and v - 2 for v in values]
    high = [v and v + 2 for v in values]
    return charts.Lines(
        "skm", "SKM", ["2024", "2025", "2026"], [charts.Line("IKM", values, low, high)], start=60, end=100
    )


def test_a_line_breaks_where_a_year_was_not_measured():
    html = str(lines())

    assert html.count("<polyline") == 0
    assert html.count("<circle") == 2
    assert '<polyline class="bk-line bk-line-0" points="0.00,75.00 50.00,60.00 100.00,50.00"/>' in str(
        lines((70, 76, 80))
    )


def test_more_lines_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="5 lines"):
        charts.Lines("x", "x", ["1"], [charts.Line("a", [1])] * 5)


def frontier():
    points = [charts.FrontierPoint(budget * 10**9, budget * 20) for budget in (0, 1, 2, 4)]
    return charts.Frontier(
        "f", "Batas", points, charts.FrontierPoint(2_240_000_000, 44), step_text="Rp100 juta lagi: 2%."
    )


def test_frontier_marks_where_the_plan_stands():
    html = str(frontier())

    assert ">Anda di sini</text>" in html
    assert "Rp100 juta lagi: 2%." in html
    assert ">Rp4 miliar</text>" in html
    assert [record[2] for record in frontier().records()] == ["", "", "", "Anda di sini", ""]


def timeline():
    return charts.Timeline(
        "t",
        "Tahun",
        [charts.TimelineRow("Pelayanan Prima", [charts.TimelineItem(2, "1 angkatan", "/a/")])],
        current=2,
    )


def test_timeline_puts_an_item_in_its_quarter():
    assert timeline().records() == [["Pelayanan Prima", "", "1 angkatan", "", ""]]
    assert (
        '<td data-label="Triwulan II" class="bk-now"><a class="bk-slot bk-info" href="/a/">1 angkatan</a></td>'
        in str(timeline())
    )


@pytest.mark.parametrize(
    "chart",
    [
        charts.Bars("a", "A", []),
        charts.Lines("b", "B", ["2026"], [charts.Line("x", [None])]),
        charts.Frontier("c", "C", [charts.FrontierPoint(1, 1)]),
        charts.HeatMap("d", "D", [], [], {}, [charts.Band(None, "x", 0)]),
        charts.GapBars("e", "E", []),
    ],
    ids=lambda chart: chart.key,
)
def test_a_chart_without_figures_says_so(chart):
    html = str(chart)

    assert "Belum ada angka untuk ditampilkan." in html
    assert "unduh=" not in html


@pytest.mark.parametrize(
    ("value", "end"), [(0, 1), (0.7, 0.8), (1, 1), (17, 20), (101, 150), (2.24e9, 2.5e9)]
)
def test_axes_end_at_round_numbers(value, end):
    from bangkom.foundation.charts.base import nice_ceiling

    assert nice_ceiling(value) == pytest.approx(end)
