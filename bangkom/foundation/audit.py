"""The audit trail: append-only, every entry chained to the one before by SHA-256.

``record`` runs inside the transaction of the change. Acts are put in one order by the single row of
``AuditHead``: its update holds that row until commit, on both databases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from bangkom.foundation.models import AuditEntry, AuditHead

START = "0" * 64


@transaction.atomic
def record(
    actor: Any,
    act: str,
    subject: models.Model | None = None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one act (``room.thing.done``) with what changed and why."""
    if not AuditHead.objects.filter(pk=1).update(sequence=F("sequence") + 1):
        AuditHead.objects.get_or_create(pk=1)
        AuditHead.objects.filter(pk=1).update(sequence=F("sequence") + 1)
    head = AuditHead.objects.get(pk=1)
    entry = AuditEntry(
        sequence=head.sequence,
        at=timezone.now(),
        actor=actor if actor is not None and getattr(actor, "pk", None) else None,
        act=act,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        previous_hash=head.hash,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(hash=entry.hash)
    return entry


def _plain(values: dict[str, Any] | None) -> dict[str, Any]:
    """Values as JSON keeps them, so that the hash of what was written equals the hash of what is read."""
    return json.loads(json.dumps(values or {}, default=str, sort_keys=True))


def digest(entry: AuditEntry) -> str:
    parts = [
        entry.sequence,
        entry.at.astimezone(tz=timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.act,
        entry.subject_type,
        entry.subject_id,
        entry.before,
        entry.after,
        entry.reason,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def faults() -> Iterator[str]:
    """Every change, deletion or swap in the chain, as a sentence. Yields nothing for a sound trail."""
    previous, expected = START, 1
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield f"entries {expected} to {entry.sequence - 1} are missing"
        if entry.previous_hash != previous:
            yield f"entry {entry.sequence} does not follow the one before it"
        if digest(entry) != entry.hash:
            yield f"entry {entry.sequence} was changed"
        previous, expected = entry.hash, entry.sequence + 1
    head = AuditHead.objects.filter(pk=1).first()
    if head and (head.sequence != expected - 1 or head.hash != previous):
        yield f"the trail should end at entry {head.sequence} and ends at {expected - 1}"
