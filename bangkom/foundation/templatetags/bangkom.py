"""Tags and filters of every page: ``{% load bangkom %}``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangkom.foundation import display, menu
from bangkom.foundation.icons import icon as draw_icon
from bangkom.foundation.markup import esc
from bangkom.foundation.tables import cells

PAGE = ' aria-current="page"'

register = template.Library()
register.filter("number", display.number)
register.filter("rupiah", display.rupiah)
register.filter("rupiah_short", display.rupiah_short)
register.filter("percent", display.percent)


@register.filter
def day(value: Any) -> str:
    """24 Nov 2026, or a dash."""
    return display.date(value) if value else display.NOTHING


@register.filter
def moment(value: Any) -> str:
    """24 Nov 2026 14.05 WITA, or a dash."""
    return display.moment(value) if value else display.NOTHING


@register.filter
def shown(value: Any) -> str:
    """Any value as a table cell shows it: a dash for nothing, grouped numbers, office dates."""
    return display.text(value)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """``{% icon "home" %}``: decoration; ``{% icon "lock" _("Terkunci") %}``: with a meaning of its own."""
    return draw_icon(name, str(label), css)


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """``{% badge _("Disetujui") "success" %}``: tones are neutral, info, success, warning, danger."""
    return cells.badge(text, tone, icon)


@register.simple_tag
def meter(value: float, goal: float, label: str) -> SafeString:
    """``{% meter done total _("12 dari 20 JP") %}``: a bar with its text."""
    return cells.meter(value, goal, label)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The query string of this page with some parameters changed; ``None`` takes one away."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            params.pop(name, None)
        else:
            params[name] = str(value)
    return "?" + params.urlencode() if params else request.path


def _links(entries: Iterable[menu.ShownEntry]) -> str:
    # Strings instead of a template loop: this is on every page, and ten times faster so.
    return "".join(
        f'<li><a href="{esc(entry.url)}"{PAGE if entry.current else ""}>{draw_icon(entry.icon)}'
        f"<span>{esc(entry.label)}</span></a></li>"
        for entry in entries
    )


@register.simple_tag
def side_menu(groups: Iterable[menu.ShownGroup]) -> SafeString:
    """The whole menu, in groups with headings."""
    parts = []
    for group in groups:
        named = ""
        if group.label:
            parts.append(f'<h2 id="menu-{group.key}">{esc(group.label)}</h2>')
            named = f' aria-labelledby="menu-{group.key}"'
        parts.append(f"<ul{named}>{_links(group.entries)}</ul>")
    return mark_safe("".join(parts))  # noqa: S308


@register.simple_tag
def bottom_menu(groups: Any) -> SafeString:
    """The four entries at the foot of a phone, or nothing."""
    links = _links(menu.bottom_entries(groups or ()))
    if not links:
        return SafeString("")
    return mark_safe(  # noqa: S308
        f'<nav class="bk-bottom" aria-label="{_("Menu utama")}"><ul>{links}</ul></nav>'
    )


@register.simple_tag
def current_language() -> str:
    return get_language() or "id"


@register.filter
def control_kind(field: BoundField) -> str:
    """``check`` for one tick box, ``group`` for several, ``line`` for everything else."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "group"
    return "check" if isinstance(widget, CheckboxInput) else "line"
