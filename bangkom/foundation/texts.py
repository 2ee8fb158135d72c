"""The type of a text for people: translated now, or when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    from django.utils.functional import Promise

    Text = str | Promise
