"""Short lists that change rarely (the choices of filters, the catalogue's gains), kept in this process.

Not for what a person has just changed or must not see: every reader gets the same object, for up to a
minute, and changes nothing in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

KEPT_S = 60
T = TypeVar("T")

# The objects themselves. The cache holds only how long each is good, so that nothing is copied on reading
# and whoever clears the cache clears these, too.
_objects: dict[str, tuple[object, Any]] = {}
_MOST = 500


def kept(name: str, make: Callable[[], T], seconds: int = KEPT_S) -> T:
    """The object ``name`` in the reader's language; ``make`` reads it when it is not kept any more."""
    key = f"bangkom.kept.{os.getpid()}.{name}.{get_language()}"
    stamp = cache.get(key)
    held = _objects.get(key)
    if stamp is not None and held is not None and held[0] == stamp:
        return held[1]
    made = make()
    if len(_objects) >= _MOST:
        _objects.clear()
    stamp = id(made)
    _objects[key] = (stamp, made)
    cache.set(key, stamp, seconds)
    return made
