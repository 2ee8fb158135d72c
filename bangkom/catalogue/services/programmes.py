"""Programmes and what they raise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from bangkom.catalogue.errors import PrerequisiteCircle, ProgrammeCodeTaken
from bangkom.catalogue.models import Programme, ProgrammeGain
from bangkom.foundation import audit
from bangkom.foundation.enums import Verification


@dataclass(frozen=True)
class Gain:
    """How far a programme raises a competency, and where the figure comes from."""

    competency_id: int
    gain: Decimal
    source: str = ""
    verification: str = Verification.ESTIMATED


@transaction.atomic
def save_programme(
    *, programme: Programme | None, values: Mapping[str, Any], gains: Sequence[Gain], actor: Any
) -> Programme:
    """Make a programme (``programme`` None) or change one, with everything it raises.

    Plans that were computed keep their own numbers. Raises ``ProgrammeCodeTaken``, ``PrerequisiteCircle``.
    """
    made = programme is None
    subject = Programme() if programme is None else Programme.objects.get(pk=programme.pk)
    before = {} if made else _picture(subject)
    other = Programme.objects.filter(code=values["code"]).exclude(pk=subject.pk).first()
    if other:
        raise ProgrammeCodeTaken(code=values["code"], name=other.name)
    for name, value in values.items():
        setattr(subject, name, value)
    _refuse_circle(subject)
    subject.save()
    subject.refresh_from_db()
    kept = {gain.competency_id: gain for gain in gains}
    subject.gains.exclude(competency_id__in=list(kept)).delete()
    for gain in kept.values():
        row = {name: value for name, value in asdict(gain).items() if name != "competency_id"}
        ProgrammeGain.objects.update_or_create(
            programme=subject, competency_id=gain.competency_id, defaults=row
        )
    after = _picture(subject)
    if before != after:
        act = "catalogue.programme.added" if made else "catalogue.programme.changed"
        changed = {name for name in after if before.get(name) != after[name]}
        audit.record(
            actor,
            act,
            subject,
            before={name: before[name] for name in changed if name in before},
            after={name: after[name] for name in changed},
        )
    return subject


def _picture(programme: Programme) -> dict[str, Any]:
    """The programme as plain values, with its gains."""
    left_out = ("id", "search_text")
    values = {f.attname: getattr(programme, f.attname) for f in programme._meta.concrete_fields}
    picture = {name: _plain(value) for name, value in values.items() if name not in left_out}
    rows = programme.gains.order_by("competency_id").values_list("competency_id", "gain", "source")
    picture["gains"] = str([(pk, str(gain.normalize()), source) for pk, gain, source in rows])
    return picture


def _plain(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _refuse_circle(programme: Programme) -> None:
    """A chain of prerequisites that comes back to the programme could never be begun."""
    seen: set[int] = set()
    first = following = programme.prerequisite
    while first is not None and following is not None and following.pk not in seen:
        if following.pk == programme.pk:
            raise PrerequisiteCircle(name=first.name)
        seen.add(following.pk)
        following = following.prerequisite
