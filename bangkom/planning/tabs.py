"""Year, scenario and pages of a plan, drawn as one string: they stand on every page of the room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bangkom.planning import queries


def draw_tabs(path: str, choice: queries.Choice, current: str, *, may_plan: bool) -> SafeString:
    """The form that chooses year and scenario, and the pages of what is chosen."""
    pages = [
        ("desk", "planning:desk", _("Ringkasan")),
        ("batches", "planning:batch-list", _("Angkatan")),
        ("seats", "planning:seat-list", _("Kursi")),
        ("postponed", "planning:postponed", _("Ditunda")),
        ("fairness", "planning:fairness", _("Pemerataan")),
        ("scenarios", "planning:scenario-list", _("Skenario")),
        ("pins", "planning:pin-list", _("Penetapan")),
    ]
    if may_plan:
        pages.append(("ceilings", "planning:ceilings", _("Pagu")))
    query = escape(choice.query)
    active = _("aktif")
    years = "".join(
        f'<option value="{year}"{" selected" if year == choice.year.year else ""}>{year}</option>'
        for year in choice.years
    )
    scenarios = "".join(
        f'<option value="{one.pk}"{" selected" if one.pk == choice.scenario.pk else ""}>'
        f"{escape(one.name)}{f' ({active})' if one.is_active else ''}</option>"
        for one in choice.scenarios
    )
    return mark_safe(  # noqa: S308
        f'<form class="bk-toolbar" method="get" action="{escape(path)}">'
        f'<div class="bk-filter"><label for="pilih-tahun">{_("Tahun")}</label>'
        f'<select id="pilih-tahun" name="tahun">{years}</select></div>'
        f'<div class="bk-filter"><label for="pilih-skenario">{_("Skenario")}</label>'
        f'<select id="pilih-skenario" name="skenario">{scenarios}</select></div>'
        f'<button class="btn">{_("Tampilkan")}</button></form>'
        + _list([(f"{reverse(url)}?{query}", label, key == current) for key, url, label in pages])
    )


def draw_office_tabs(current: str) -> SafeString:
    """The two lists of an office."""
    return mark_safe(  # noqa: S308
        _list(
            [
                (reverse("planning:seat-list"), _("Kursi"), current == "seats"),
                (reverse("planning:postponed"), _("Ditunda"), current == "postponed"),
            ]
        )
    )


def _list(pages: list[tuple[str, str, bool]]) -> str:
    items = "".join(
        f'<li><a href="{url}"{" aria-current=page" if here else ""}>{escape(label)}</a></li>'
        for url, label, here in pages
    )
    return f'<ul class="bk-tabs">{items}</ul>'
