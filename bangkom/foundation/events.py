"""A lower room tells an upper one what happened; it never calls it.

An event is a frozen dataclass of ids, published inside the transaction of the change and delivered
after commit to the receivers that upper rooms subscribe in their ``apps.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

_receivers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type, receiver: Callable[[Any], None]) -> None:
    if receiver not in _receivers[event]:
        _receivers[event].append(receiver)


def publish(event: object) -> None:
    """Deliver ``event`` once the surrounding transaction has committed; never if it rolls back."""
    for receiver in _receivers[type(event)]:
        transaction.on_commit(partial(receiver, event))
