"""What every page's frame needs. Menu entries are registered by the rooms themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def page(request: HttpRequest) -> dict[str, Any]:
    from bangkom.foundation import menu

    # Lazy: a part for htmx has no menu, and an error page must not ask a database that has just failed.
    entries = SimpleLazyObject(lambda: menu.entries_for(request))
    return {"menu_entries": entries, "reference": getattr(request, "reference", "")}
