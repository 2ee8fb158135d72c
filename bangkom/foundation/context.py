"""What every page's frame needs. Menu entries are registered by the rooms themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    from bangkom.foundation import menu

    return {"menu_entries": menu.entries_for(request), "reference": getattr(request, "reference", "")}
