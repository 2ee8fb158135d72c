"""The home page: one page with the blocks of the person's roles, and the pages of her own learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.access import requires, signed_in
from bangkom.foundation.charts import respond_download
from bangkom.people import queries as people
from bangkom.people import rules as people_rules
from bangkom.portal import drawings, rules
from bangkom.portal.queries import city, office, operations, own
from bangkom.portal.queries.own import Card

# The page of one person shows more gaps than her home; the page of gaps shows all.
GAPS_ON_PERSON = 8


@requires(signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Required first, booked before planned, planned before suggested; administration only with the role."""
    user = request.user
    plans = people_rules.is_planner(user) and people_rules.sees_everybody(user)
    leads = rules.leads_or_serves_an_office(user)
    # Whoever plans or leads comes for that; her own learning is said in short, the rest is one click away.
    brief = plans or leads
    card = own.own_card(user, brief=brief)
    context: dict[str, Any] = {"title": greeting(user), "card": card, "brief": brief}
    if card is not None and brief:
        context |= {"ring": drawings.jp_ring(card, own=True), "learning": learning_of(card)}
    elif card is not None:
        gaps = drawings.gap_bars(card, own=True)
        if (file := respond_download(request, [gaps])) is not None:
            return file
        context |= {"ring": drawings.jp_ring(card, own=True), "gaps": gaps, "learning": learning_of(card)}
    if plans:
        figures = city.city_figures()
        context |= {
            "planner": planner_figures(figures),
            "next_step": next_step(figures),
            "jobs": operations.open_jobs_of(user),
            "imports": imports_of(user),
        }
    elif rules.sees_leadership(user):
        context["leadership"] = planner_figures(city.city_figures())
    if leads:
        context["office"] = office.office_figures(user)
        context["serves"] = bool(people_rules.hr_scopes_of(user))
    if rules.watches_operation(user):
        context["health"] = operations.health()
    context["reads_audit"] = rules.reads_audit(user)
    return render(request, "portal/home.html", context)


def greeting(user: Any) -> str:
    hour = timezone.localtime().hour
    words = (
        _("Selamat pagi, %(name)s")
        if hour < 11
        else _("Selamat siang, %(name)s")
        if hour < 15
        else _("Selamat sore, %(name)s")
        if hour < 18
        else _("Selamat malam, %(name)s")
    )
    return words % {"name": str(user)}


@dataclass(frozen=True)
class LearningLine:
    """One line of "my learning": what, when, why, and how urgent it is."""

    name: Any
    when: str
    why: str
    tone: str
    word: str
    jp: str


def learning_of(card: Card) -> list[LearningLine]:
    """Required (the overdue first), then planned. A mandate that the plan holds shows its quarter."""
    quarter_of = {seat.programme_id: seat for seat in card.seats}
    lines = [
        LearningLine(
            drawings.programme_link(one.programme_id, one.programme),
            drawings.quarter_text(quarter_of[one.programme_id].year, quarter_of[one.programme_id].quarter)
            if one.programme_id in quarter_of
            else _("Belum dijadwalkan"),
            one.reason,
            "danger" if one.is_overdue else "warning",
            _("Terlambat") if one.is_overdue else _("Wajib"),
            _("%(jp)s JP") % {"jp": display.number(one.jp)},
        )
        for one in sorted(card.mandates, key=lambda one: one.year)
    ]
    required = {one.programme_id for one in card.mandates}
    names = {gap.competency_id: gap.name for gap in card.gaps}
    for seat in card.seats:
        if seat.programme_id in required or seat.is_over:
            continue
        closes = [names[pk] for pk, *_rest in seat.closes if pk in names]
        lines.append(
            LearningLine(
                drawings.programme_link(seat.programme_id, seat.programme),
                drawings.quarter_text(seat.year, seat.quarter),
                _("Menutup kesenjangan %(names)s.") % {"names": ", ".join(closes)} if closes else "",
                "info",
                _("Direncanakan"),
                _("%(jp)s JP") % {"jp": display.number(seat.jp)},
            )
        )
    return lines


@dataclass(frozen=True)
class Figure:
    """A key figure: its list is one click away."""

    label: str
    value: str
    sub: str
    url: str


def planner_figures(figures: city.CityFigures) -> list[Figure]:
    """People, duty, plan, money, gap closed, postponed: what a planner looks at first."""
    desk = reverse("planning:desk")
    duty, plan = figures.duty_now, figures.plan
    found = [
        Figure(
            _("Pegawai"),
            display.number(figures.people),
            _("dalam berkas kepegawaian"),
            reverse("people:employee-list"),
        ),
        Figure(
            _("Kewajiban JP terpenuhi"),
            display.percent(duty.met_share) if duty else "–",
            _("%(met)s dari %(people)s pegawai")
            % {"met": display.number(duty.met_people), "people": display.number(duty.people)}
            if duty
            else _("belum dihitung"),
            reverse("records:duty-offices"),
        ),
    ]
    if plan is None:
        return [*found, Figure(_("Rencana"), "–", _("belum ada rencana yang dihitung"), desk)]
    return [
        *found,
        Figure(
            _("Kesenjangan yang ditutup"),
            display.percent(plan.closed_share),
            _("oleh rencana %(year)s") % {"year": plan.year},
            reverse("assessment:heat-map"),
        ),
        Figure(
            _("Anggaran direncanakan"),
            display.rupiah_short(plan.figure("planned")),
            _("dari pagu %(ceiling)s") % {"ceiling": display.rupiah_short(plan.figure("ceiling"))},
            desk,
        ),
        Figure(
            _("Pegawai dalam rencana"),
            display.number(plan.figure("reached")),
            _("%(seats)s kursi pelatihan") % {"seats": display.number(plan.figure("seats"))},
            desk,
        ),
        Figure(
            _("Kebutuhan ditunda"),
            display.number(plan.figure("postponed")),
            _("masing-masing dengan alasannya"),
            reverse("planning:postponed"),
        ),
    ]


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next, as a sentence and a button."""

    text: str
    label: str
    url: str


def next_step(figures: city.CityFigures) -> NextStep:
    """What a planner should do next, from what is there and what is not."""
    desk = reverse("planning:desk")
    if not figures.people:
        return NextStep(
            _("Belum ada pegawai. Mulai dengan berkas kepegawaian dari SIASN atau SIMPEG."),
            _("Impor berkas"),
            reverse("people:import-list"),
        )
    if figures.gap is None:
        return NextStep(
            _("Belum ada kesenjangan yang dihitung. Masukkan hasil penilaian kompetensi."),
            _("Buka kesenjangan"),
            reverse("assessment:heat-map"),
        )
    if figures.plan_year is None:
        return NextStep(
            _("Belum ada tahun anggaran. Buka tahun dan isi pagunya di Meja Rencana."),
            _("Buka Meja Rencana"),
            desk,
        )
    if figures.plan is None or figures.plan.year < figures.plan_year:
        return NextStep(
            _("Rencana %(year)s belum dihitung. Periksa pagu, lalu hitung.") % {"year": figures.plan_year},
            _("Buka Meja Rencana"),
            desk,
        )
    values = {
        "year": figures.plan.year,
        "left": display.rupiah_short(figures.plan.left),
        "postponed": display.number(figures.plan.figure("postponed")),
    }
    return NextStep(
        _("Rencana %(year)s siap: sisa pagu %(left)s, %(postponed)s kebutuhan ditunda. Tinjau alasannya.")
        % values,
        _("Buka daftar yang ditunda"),
        reverse("planning:postponed"),
    )


def imports_of(user: Any) -> list[tuple[Any, str]]:
    return [(run, reverse("people:import-show", args=[run.pk])) for run in people.imports_waiting(user)]


@requires(signed_in)
def learn(request: HttpRequest) -> HttpResponse:
    """Belajar: what is required and planned, then programmes that fit one's gaps, each with its reason."""
    card = own.own_card(request.user)
    if card is None:
        return render(request, "portal/learn.html", {"card": None})
    names = {gap.competency_id: gap for gap in card.gaps}
    offers = [
        (one, drawings.programme_link(one.programme_id, one.name), _reason(one, names))
        for one in card.suggested[:20]
    ]
    context = {"card": card, "learning": learning_of(card), "offers": offers}
    return render(request, "portal/learn.html", context)


def _reason(one: Any, gaps: dict[int, Any]) -> str:
    """Why a programme is suggested, in one sentence about the gap that it closes most of."""
    competency_id, _gap, gain = max(one.closes, key=lambda row: (min(row[1], row[2]), -row[0]))
    gap = gaps[competency_id]
    values = {
        "name": gap.name,
        "required": gap.required,
        "mean": display.number(round(gap.mean, 1)),
        "gain": display.number(round(gain, 2)),
    }
    more = len(one.closes) - 1
    text = _(
        "%(name)s: jabatan Anda menuntut tingkat %(required)s, perkiraan %(mean)s; program ini menaikkan sekitar %(gain)s."
    )
    if more:
        return text % values + " " + _("Juga membantu %(count)s kompetensi lain.") % {"count": more}
    return text % values


@requires(signed_in)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person from all rooms: hours, gaps, plan, what is postponed and why."""
    card = own.card_for(request.user, pk)
    if card is None:
        raise Http404
    is_own = card.person.user_id == request.user.pk
    gaps = drawings.gap_bars(card, own=is_own, most=GAPS_ON_PERSON)
    if (file := respond_download(request, [gaps])) is not None:
        return file
    context = {
        "card": card,
        "ring": drawings.jp_ring(card, own=is_own),
        "gaps": gaps,
        "learning": learning_of(card),
        "is_own": is_own,
        "may_list": rules.leads_or_serves_an_office(request.user),
        "tabs": people.person_tabs(request.user, pk, "portal:person"),
    }
    return render(request, "portal/person.html", context)
