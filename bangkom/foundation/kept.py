"""Short lists that change rarely (the choices of filters), kept in this process for a minute.

Not for what a person has just changed or must not see: every reader gets the same list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

KEPT_S = 60
T = TypeVar("T")


def kept(name: str, make: Callable[[], T], seconds: int = KEPT_S) -> T:
    """The list ``name`` in the reader's language; ``make`` reads it when it is not kept any more."""
    key = f"bangkom.kept.{name}.{get_language()}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, seconds)
    return found
