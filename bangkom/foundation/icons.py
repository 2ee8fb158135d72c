"""Tabler icons as inline SVG. The front-end build keeps those that templates and Python code name."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BUILT = Path(__file__).resolve().parent / "static" / "build" / "icons.json"
# Shown for a name that the last build did not know, and when nothing has been built yet.
UNKNOWN = '<circle cx="12" cy="12" r="3" fill="none" stroke="currentColor"/>'


@cache
def _bodies() -> dict[str, str]:
    return json.loads(BUILT.read_text())["icons"] if BUILT.exists() else {}


@cache
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """The icon ``name`` as SVG; decoration unless ``label`` gives it a meaning of its own."""
    body = _bodies().get(name, UNKNOWN)
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308
        f'<svg class="bk-icon{" " + escape(css) if css else ""}" viewBox="0 0 24 24" {role}>{body}</svg>'
    )
