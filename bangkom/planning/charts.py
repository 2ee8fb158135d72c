"""The pictures of a plan, from its summary and a few small tables."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangkom.foundation import charts, display
from bangkom.foundation.kept import kept
from bangkom.foundation.markup import esc
from bangkom.planning import queries
from bangkom.planning.enums import PostponeReason
from bangkom.planning.models import PlanRun
from bangkom.planning.queries.fairness import opd_lines

TIMELINE_ROWS = 10
FAIRNESS_ROWS = 10


def frontier_chart(choice: queries.Choice, run: PlanRun) -> charts.Frontier:
    """Gap closed over budget, in per cent of the whole gap, with "you are here" and the price of more."""
    gap = run.summary["gap"] or 1
    points = [
        charts.FrontierPoint(
            p["ceiling"], 100 * p["closed"] / gap, f"?{choice.query}&persen={p['percent']}#simulasi"
        )
        for p in run.frontier
    ]
    here = charts.FrontierPoint(run.summary["ceiling"], 100 * run.summary["closed"] / gap)
    return charts.Frontier(
        "frontier",
        _("Pagu dan kesenjangan yang tertutup"),
        points,
        here,
        budget_label=_("Pagu (Rp)"),
        benefit_label=_("Kesenjangan tertutup (%)"),
        show_benefit=lambda value: display.number(round(value, 1)),
        summary=_("Setiap titik adalah rencana terbaik yang ditemukan pada pagu itu."),
        step_text=price_text(run),
        query=choice.pairs,
    )


def price_text(run: PlanRun) -> str:
    """What the next Rp100 juta would bring, from the neighbouring points of the frontier, in words."""
    here = queries.budget_answer(run, 100)
    if here is None:
        return ""
    return _(
        "Rp100 juta berikutnya menutup sekitar %(gap)s tingkat kesenjangan lagi dan menjangkau sekitar %(people)s orang lagi."
    ) % {"gap": display.number(here.more_closed), "people": display.number(here.more_reached)}


def timeline_chart(choice: queries.Choice, lines: list[queries.BatchLine]) -> charts.Timeline:
    """Batches of the largest programmes over the quarters."""
    rows = [line for line in lines if line.batch_count] or lines
    current = (timezone.localdate().month + 2) // 3 if timezone.localdate().year == choice.year.year else 0
    return charts.Timeline(
        "triwulan",
        _("Angkatan menurut triwulan"),
        [_timeline_row(choice, line) for line in rows[:TIMELINE_ROWS]],
        current=current,
        label=_("Program"),
        summary=_("%(shown)s program termahal dari %(all)s.") % {"shown": min(TIMELINE_ROWS, len(rows)), "all": len(lines)},
        link=f"{reverse('planning:batch-list')}?{choice.query}",
        link_label=_("Semua program"),
        query=choice.pairs,
    )  # fmt: skip


def _timeline_row(choice: queries.Choice, line: queries.BatchLine) -> charts.TimelineRow:
    url = f"{reverse('planning:seat-list')}?{choice.query}&program={line.pk}"
    items = []
    for quarter, (batches, seats) in enumerate(zip(line.batches, line.seats, strict=True), 1):
        if not seats and not batches:
            continue
        said = _("%(n)s kursi") % {"n": display.number(seats)}
        text = _("%(n)s angkatan") % {"n": batches} if batches else said
        items.append(
            charts.TimelineItem(quarter, text, f"{url}&triwulan={quarter}", note=said if batches else "")
        )
    return charts.TimelineRow(line.name, items, url, display.rupiah_short(line.cost))


def money_chart(choice: queries.Choice, funds: list[queries.FundLine]) -> charts.Bars:
    """What the plan uses of each fund, the ceiling as a mark."""
    bars = [
        charts.Bar(
            fund.name,
            fund.planned,
            note=_("sisa %(left)s") % {"left": display.rupiah(fund.left)},
            goal=fund.given,
            tone="warning" if fund.given and fund.planned > 0.98 * fund.given else "",
        )
        for fund in funds
    ]
    return charts.Bars(
        "dana",
        _("Direncanakan menurut sumber dana"),
        bars,
        show=display.rupiah_short,
        label=_("Sumber dana"),
        unit="",
        goal_label=_("Pagu (Rp)"),
        summary=_("Garis tegak adalah pagu."),
        query=choice.pairs,
    )


def reason_chart(choice: queries.Choice, run: PlanRun) -> charts.Bars:
    """Postponed needs by the rule that binds."""
    words = dict(PostponeReason.choices)
    url = f"{reverse('planning:postponed')}?{choice.query}"
    counts = sorted(run.summary["reasons"].items(), key=lambda pair: -pair[1][0])
    bars = [
        charts.Bar(
            words[reason],
            count,
            f"{url}&alasan={reason}",
            _("%(gap)s tingkat") % {"gap": display.number(round(gap))},
        )
        for reason, (count, gap) in counts
    ]
    return charts.Bars(
        "ditunda",
        _("Mengapa kebutuhan ditunda"),
        bars,
        label=_("Alasan"),
        unit=_("kebutuhan"),
        summary=_("%(n)s kebutuhan ditunda dan tetap tercatat.") % {"n": display.number(run.summary["postponed"])},
        link=url,
        link_label=_("Daftar yang ditunda"),
        query=choice.pairs,
    )  # fmt: skip


def fairness_chart(choice: queries.Choice, run: PlanRun, *, everything: bool = False) -> charts.Bars:
    """Share of the gap closed per OPD, the least first; the mark is the government's."""
    lines = [line for line in opd_lines(run) if line.gap]
    shown = lines if everything else lines[:FAIRNESS_ROWS]
    mean = run.summary["closed"] / run.summary["gap"] if run.summary["gap"] else 0
    bars = [
        charts.Bar(
            line.name,
            round(100 * (line.closed_share or 0), 1),
            f"{reverse('planning:seat-list')}?{choice.query}&opd={line.opd}",
            _("%(reached)s dari %(people)s pegawai") % {"reached": line.reached, "people": line.people},
            goal=round(100 * mean, 1),
        )
        for line in shown
    ]
    return charts.Bars(
        "opd",
        _("Kesenjangan tertutup menurut OPD"),
        bars,
        unit="%",
        label=_("OPD"),
        end=100,
        goal_label=_("Seluruh pemerintah daerah (%)"),
        summary=_("Garis tegak adalah rata-rata seluruh pemerintah daerah. Yang paling kecil di atas."),
        link="" if everything else f"{reverse('planning:fairness')}?{choice.query}",
        link_label=_("Semua OPD"),
        query=choice.pairs,
    )


def desk_charts(
    choice: queries.Choice, run: PlanRun, funds: list[queries.FundLine]
) -> dict[str, charts.Chart]:
    """Every picture of the desk, by the place where it stands."""
    found: dict[str, charts.Chart] = {
        "timeline": timeline_chart(choice, queries.batch_lines(run)),
        "money": money_chart(choice, funds),
        "reasons": reason_chart(choice, run),
        "fairness": fairness_chart(choice, run),
    }
    if run.frontier:
        found["frontier"] = frontier_chart(choice, run)
    return found


def desk_drawings(
    choice: queries.Choice, run: PlanRun, funds: list[queries.FundLine]
) -> dict[str, SafeString]:
    """The figures and pictures of a plan as HTML. A run never changes, so they are kept for a minute."""

    def draw() -> dict[str, SafeString]:
        found = {name: SafeString(str(chart)) for name, chart in desk_charts(choice, run, funds).items()}
        return {**found, "figures": _figures(choice, run)}

    return kept(f"plan-desk-{run.pk}-{len(run.frontier)}", draw)


def _figures(choice: queries.Choice, run: PlanRun) -> SafeString:
    """The five figures above everything, two of them the way to their list."""
    s = run.summary
    number = display.number
    seats = f"{reverse('planning:seat-list')}?{choice.query}"
    postponed = f"{reverse('planning:postponed')}?{choice.query}"
    money = {
        "ceiling": display.rupiah_short(s["ceiling"]),
        "left": display.rupiah_short(s["ceiling"] - s["planned"]),
    }
    rows = [
        (
            _("Kesenjangan tertutup"),
            display.percent(s["closed"] / s["gap"] if s["gap"] else 0),
            _("%(closed)s dari %(gap)s tingkat")
            % {"closed": number(round(s["closed"])), "gap": number(round(s["gap"]))},
            "",
        ),
        (
            _("Pegawai terjangkau"),
            number(s["reached"]),
            _("dari %(people)s pegawai") % {"people": number(s["people"])},
            seats,
        ),
        (
            _("Kewajiban JP terpenuhi"),
            display.percent(s["duty_met"] / s["duty"] if s["duty"] else 0),
            _("%(met)s dari %(duty)s pegawai") % {"met": number(s["duty_met"]), "duty": number(s["duty"])},
            "",
        ),
        (
            _("Direncanakan"),
            display.rupiah_short(s["planned"]),
            _("dari pagu %(ceiling)s, sisa %(left)s") % money,
            "",
        ),
        (_("Kebutuhan ditunda"), number(s["postponed"]), _("tetap tercatat dengan alasannya"), postponed),
    ]
    return SafeString(f'<ul class="bk-figures">{"".join(_figure(*row) for row in rows)}</ul>')


def _figure(label: str, value: str, sub: str, url: str) -> str:
    name = f'<a href="{esc(url)}">{esc(label)}</a>' if url else esc(label)
    return (
        f'<li class="bk-figure"><span class="bk-figure-label">{name}</span>'
        f'<span class="bk-figure-value">{esc(value)}</span><span class="bk-figure-sub">{esc(sub)}</span></li>'
    )
