"""Small pieces of HTML for table cells. Text is escaped unless it is already safe."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from bangkom.foundation import display
from bangkom.foundation.icons import icon as draw_icon
from bangkom.foundation.markup import esc

TONES = ("neutral", "info", "success", "warning", "danger")


def link(url: str, text: Any, sub: Any = "") -> SafeString:
    """A link, with a smaller second line (NIP under the name)."""
    return mark_safe(f'<a href="{esc(url)}">{esc(text)}</a>{_sub(sub)}')  # noqa: S308


def lines(first: Any, second: Any = "") -> SafeString:
    """Two lines, the second smaller."""
    return mark_safe(f"{esc(display.text(first))}{_sub(second)}")  # noqa: S308


def _sub(text: Any) -> str:
    return f'<span class="bk-sub">{esc(text)}</span>' if text else ""


def badge(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    """A word with a colour; the word alone carries the meaning."""
    if tone not in TONES:
        raise ValueError(f"tone {tone!r} is none of {TONES}")
    sign = draw_icon(icon) if icon else ""
    return mark_safe(f'<span class="bk-badge bk-{tone}">{sign}{esc(text)}</span>')  # noqa: S308


def meter(value: float, goal: float, text: Any) -> SafeString:
    """A bar of ``value`` out of ``goal`` with its text."""
    full = " bk-full" if goal and value >= goal else ""
    return mark_safe(  # noqa: S308
        f'<span class="bk-meter{full}"><progress value="{min(value, goal or 1):g}" max="{goal or 1:g}"'
        f' aria-label="{esc(text)}"></progress><span>{esc(text)}</span></span>'
    )


def muted(text: Any) -> SafeString:
    return mark_safe(f'<span class="bk-sub">{esc(text)}</span>')  # noqa: S308


def money(value: Any) -> str:
    return display.NOTHING if value is None else display.rupiah(value)
