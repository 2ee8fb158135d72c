"""One page for the mayor and the secretary: five figures with their trend, each one click from its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.charts import Bar, Bars, Line, Lines, respond_download
from bangkom.portal import rules
from bangkom.portal.queries import city
from bangkom.records import queries as records


@dataclass(frozen=True)
class Headline:
    """One of the five figures: now, before, and the way to its list."""

    label: str
    value: str
    sub: str
    trend: str
    tone: str
    url: str


@requires(rules.sees_leadership)
def leadership(request: HttpRequest) -> HttpResponse:
    figures = city.city_figures()
    charts = [_duty_by_opd(), _duty_trend(figures), _bands(figures), _money(figures)]
    if (file := respond_download(request, charts)) is not None:
        return file
    context = {
        "headlines": [_duty(figures), _gap(figures), *_plan_headlines(figures), _satisfaction()],
        "charts": charts,
        "plan": figures.plan,
    }
    return render(request, "portal/leadership.html", context)


def _duty(figures: city.CityFigures) -> Headline:
    now, before = figures.duty_now, figures.duty_before
    url = reverse("records:duty-offices")
    label = _("Kewajiban JP terpenuhi")
    if now is None:
        return Headline(label, "–", _("belum dihitung untuk tahun ini"), "", "", url)
    sub = _("%(met)s dari %(people)s pegawai yang wajib") % {
        "met": display.number(now.met_people),
        "people": display.number(now.people),
    }
    return Headline(label, display.percent(now.met_share), sub, *_change(now.met_share, before), url)


def _change(now: float, before: records.DutyOfOpd | None) -> tuple[str, str]:
    """Against the whole of last year: a plain sentence, green only when the year is already ahead."""
    if before is None:
        return _("belum ada tahun pembanding"), ""
    values = {"share": display.percent(before.met_share), "year": before.year}
    return _("sepanjang %(year)s: %(share)s") % values, "success" if now >= before.met_share else ""


def _gap(figures: city.CityFigures) -> Headline:
    label, url = _("Kesenjangan yang ditutup"), reverse("assessment:heat-map")
    plan, gap = figures.plan, figures.gap
    now = (
        _("JPM kota %(jpm)s") % {"jpm": display.percent(gap.jpm / 100)}
        if gap
        else _("kesenjangan belum dihitung")
    )
    if plan is None:
        return Headline(label, "–", now, _("belum ada rencana"), "", url)
    sub = _("oleh rencana %(year)s; %(now)s") % {"year": plan.year, "now": now}
    return Headline(label, display.percent(plan.closed_share), sub, *_against(figures, "closed_share"), url)


def _against(figures: city.CityFigures, name: str) -> tuple[str, str]:
    """The same share of the plan of the year before."""
    older = figures.plans[1] if len(figures.plans) > 1 else None
    if older is None or figures.plan is None:
        return _("rencana pertama"), ""
    values = {"year": older.year, "share": display.percent(getattr(older, name))}
    ahead = getattr(figures.plan, name) >= getattr(older, name)
    return _("rencana %(year)s: %(share)s") % values, "success" if ahead else ""


def _plan_headlines(figures: city.CityFigures) -> list[Headline]:
    desk, plan = reverse("planning:desk"), figures.plan
    money, postponed = _("Anggaran"), _("Kebutuhan ditunda")
    if plan is None:
        missing = _("belum ada rencana yang dihitung")
        return [Headline(money, "–", missing, "", "", desk), Headline(postponed, "–", missing, "", "", desk)]
    older = figures.plans[1] if len(figures.plans) > 1 else None
    before = _("rencana pertama")
    if older:
        values = {"year": older.year, "count": display.number(older.figure("postponed"))}
        before = _("rencana %(year)s: %(count)s") % values
    spent = _("direncanakan dari pagu %(ceiling)s") % {
        "ceiling": display.rupiah_short(plan.figure("ceiling"))
    }
    people = _("pada %(people)s pegawai dengan kesenjangan") % {
        "people": display.number(plan.figure("people_with_needs"))
    }
    return [
        Headline(
            money,
            display.rupiah_short(plan.figure("planned")),
            spent,
            *_against(figures, "planned_share"),
            desk,
        ),
        Headline(
            postponed,
            display.number(plan.figure("postponed")),
            people,
            before,
            "success" if older and plan.figure("postponed") <= older.figure("postponed") else "",
            reverse("planning:postponed"),
        ),
    ]


def _satisfaction() -> Headline:
    """No survey is held in the house yet; the page says so instead of showing a number."""
    return Headline(
        _("Kepuasan masyarakat"),
        "–",
        _("Belum ada data SKM di bangkom."),
        _("Langkah berikutnya: serahkan hasil SKM tahun ini per OPD kepada BKPSDM."),
        "",
        "",
    )


# --- charts -----------------------------------------------------------------------------------------


def _duty_by_opd() -> Bars:
    """The OPDs that are furthest behind first; too small ones are left out of a page that many see."""
    year = records.this_year()
    rows = sorted(
        (row for row in records.duty_by_opd(year) if not row.is_small), key=lambda row: row.met_share
    )
    bars = [
        Bar(
            row.name,
            round(row.met_share, 4),
            url=f"{reverse('records:duty-list')}?tahun={year}&opd={row.opd_id}&keadaan=short",
            note=_("%(met)s dari %(people)s pegawai") % {"met": row.met_people, "people": row.people},
        )
        for row in rows[:10]
    ]
    return Bars(
        "kewajiban-opd",
        _("OPD yang paling jauh dari kewajiban JP"),
        bars,
        unit=_("Terpenuhi"),
        show=display.percent,
        end=1,
        note=_("OPD dengan kurang dari 5 pegawai tidak ditampilkan."),
        link=reverse("records:duty-offices"),
        link_label=_("Semua OPD"),
    )


def _duty_trend(figures: city.CityFigures) -> Lines:
    return Lines(
        "kewajiban-tahun",
        _("Kewajiban JP terpenuhi per tahun"),
        [str(one.year) for one in figures.duty],
        [Line(_("Bagian pegawai"), [round(one.met_share, 4) for one in figures.duty])],
        show=display.percent,
        end=1,
        label=_("Tahun"),
    )


def _bands(figures: city.CityFigures) -> Bars:
    """People per band of IKK in the whole city."""
    bands: dict[str, Any] = figures.gap.bands if figures.gap else {}
    shown = dict(city.person_gaps.ikk_band_choices())
    bars = [Bar(shown.get(name, name), count) for name, count in bands.items()]
    return Bars(
        "pita",
        _("Pegawai menurut kategori kesenjangan"),
        bars,
        unit=_("Pegawai"),
        link=reverse("assessment:heat-map"),
        link_label=_("Peta kesenjangan"),
    )


def _money(figures: city.CityFigures) -> Bars:
    bars = [
        Bar(str(plan.year), plan.figure("planned"), goal=float(plan.figure("ceiling")), note=plan.scenario)
        for plan in reversed(figures.plans[:5])
    ]
    return Bars(
        "anggaran",
        _("Anggaran direncanakan per tahun"),
        bars,
        label=_("Tahun"),
        show=display.rupiah_short,
        goal_label=_("Pagu"),
        link=reverse("planning:desk"),
        link_label=_("Meja Rencana"),
    )
