"""Charts of one person, the same on her home, her page and her record."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.charts import GapBars, GapLine, Ring
from bangkom.portal.queries.own import GAPS_ON_HOME, Card


def jp_ring(card: Card, *, own: bool) -> Ring:
    """JP of the year with the sentence, what is planned drawn paler, and the one next step."""
    standing = card.standing
    planned = sum(float(seat.jp) for seat in card.seats if seat.year == standing.year and not seat.is_over)
    step: SafeString | str = ""
    if own and standing.missing_jp:
        step = format_html(
            '<a class="btn btn-primary" href="{}">{}</a>', reverse("portal:learn"), _("Cari pelatihan")
        )
    return Ring(
        "jp",
        _("JP tahun %(year)s") % {"year": standing.year},
        standing.shown_jp,
        standing.goal,
        unit=_("JP"),
        sentence=standing.sentence(own=own),
        planned=planned,
        action=step,
    )


def gap_bars(card: Card, *, own: bool, most: int = GAPS_ON_HOME) -> GapBars:
    """The gaps that matter most: demanded against estimated, each with a programme that closes it."""
    lines = [
        GapLine(
            gap.name,
            gap.required,
            gap.mean,
            gap.low,
            gap.high,
            note=_evidence(gap.evidence_count),
            action=_suggested(card, gap.competency_id),
        )
        for gap in card.gaps[:most]
    ]
    url = reverse("assessment:employee-gap", args=[card.person.pk])
    return GapBars(
        "kesenjangan",
        _("Kesenjangan saya") if own else _("Kesenjangan kompetensi"),
        lines,
        summary=_band(card),
        link=url,
        link_label=_("Semua kompetensi dan buktinya"),
    )


def _evidence(count: int) -> str:
    if not count:
        return _("Belum dinilai: perkiraan dari jenjang jabatan")
    return _("Dari %(count)s bukti penilaian") % {"count": count}


def _band(card: Card) -> str:
    if card.person.gap_summary__required_count is None:
        return ""
    values = {
        "short": card.person.gap_summary__short_count,
        "required": card.person.gap_summary__required_count,
    }
    return _("%(short)s dari %(required)s kompetensi jabatan ini belum terpenuhi.") % values


def _suggested(card: Card, competency_id: int) -> SafeString | str:
    one = card.suggestion_for(competency_id)
    if one is None:
        return ""
    return format_html("{} {}", _("Disarankan:"), programme_link(one.programme_id, one.name))


def programme_link(pk: int, name: str) -> SafeString:
    """The programme's name as a link to its page in the catalogue."""
    return format_html('<a href="{}">{}</a>', reverse("catalogue:programme-show", args=[pk]), name)


def quarter_text(year: int, quarter: int) -> str:
    """Triwulan II 2027 (Apr–Jun)."""
    months = display.MONTHS["en" if display._language() == "en" else "id"]
    first = (quarter - 1) * 3
    return _("Triwulan %(roman)s %(year)s (%(first)s–%(last)s)") % {
        "roman": ("I", "II", "III", "IV")[quarter - 1],
        "year": year,
        "first": months[first],
        "last": months[first + 2],
    }
