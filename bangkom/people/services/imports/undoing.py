"""Take an applied import back as a whole, or refuse when others have built on it since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Min, ProtectedError

from bangkom.people.errors import ImportBuiltUpon
from bangkom.people.models import Employee, ImportChange, ImportRun, Opd

from .changes import current_columns, plain, value_of, write_columns

# Order in which made rows are taken away: what points to others first.
_ORDER = (
    "people.educationrecord", "people.positionrecord", "people.rankrecord", "people.employee", "people.position", "people.opd",
)  # fmt: skip
# Tables of rooms above that are only sums over employees: they go with them and are counted anew.
_summaries: set[str] = set()


def add_summary(label: str) -> None:
    """Tell that rows of the table ``label`` (``"records.YearlyJp"``) are computed and may go with an employee."""
    _summaries.add(label.lower())


def take_back(run: ImportRun) -> list[int]:
    """Undo inside the caller's transaction; answers the keys of employees whose sums must be counted anew.

    Those are the people who changed back and, for each OPD that lost somebody, one who stays: rooms above count
    whole OPDs.
    """
    notes: dict[str, list[ImportChange]] = defaultdict(list)
    for note in run.applied_changes.order_by("pk"):
        notes[note.table].append(note)
    _check_untouched(notes)
    made_people = [note.row_id for note in notes["people.employee"] if note.before is None]
    _check_nothing_hangs_on(made_people)
    offices = _offices_of(made_people)
    touched = [note.row_id for note in notes["people.employee"] if note.before is not None]
    for label in notes:
        model = apps.get_model(label)
        rows = {
            note.row_id: {name: value_of(model, name, kept) for name, kept in note.before.items()}
            for note in notes[label]
            if note.before is not None
        }
        write_columns(model, rows)
    try:
        for label in _ORDER:
            model = apps.get_model(label)
            keys = [note.row_id for note in notes[label] if note.before is None]
            _delete(model, keys[::-1])
    except ProtectedError as held:
        raise ImportBuiltUpon(count=len(held.protected_objects)) from held
    run.applied_changes.all().delete()
    staying = Employee.objects.filter(opd_id__in=offices).values("opd_id").annotate(first=Min("pk"))
    return sorted({*touched, *staying.order_by().values_list("first", flat=True)})


def _offices_of(people: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(people), 500):
        found |= set(
            Employee.objects.filter(pk__in=people[start : start + 500]).values_list("opd_id", flat=True)
        )
    return found


def _delete(model: type[models.Model], keys: list[int]) -> None:
    if model is Opd:
        # A unit points to itself and to others that go with it; the reference would protect them.
        Opd.objects.filter(pk__in=keys).update(office=None, parent=None)
    for start in range(0, len(keys), 500):
        model._default_manager.filter(pk__in=keys[start : start + 500]).delete()


def _check_untouched(notes: dict[str, list[ImportChange]]) -> None:
    """Every column that the import wrote must still hold what it wrote."""
    differs: set[tuple[str, int]] = set()
    for label, changes in notes.items():
        model = apps.get_model(label)
        after: dict[int, dict[str, Any]] = {}
        for note in changes:
            after.setdefault(note.row_id, {}).update(note.after or {})
        now = current_columns(model, {pk: tuple(values) or ("pk",) for pk, values in after.items()})
        for pk, values in after.items():
            if pk not in now or any(plain(now[pk][name]) != kept for name, kept in values.items()):
                differs.add((label, pk))
    if differs:
        raise ImportBuiltUpon(count=len(differs))


def _check_nothing_hangs_on(people: list[int]) -> None:
    """New employees may not have got learning records, assessments or the like in the meantime."""
    own = {*_ORDER, "people.importrow"}
    hanging = 0
    for relation in Employee._meta.related_objects:
        label = relation.related_model._meta.label_lower
        if label in own or label in _summaries or relation.on_delete is models.SET_NULL:
            continue
        for start in range(0, len(people), 500):
            chosen = {f"{relation.field.name}__in": people[start : start + 500]}
            hanging += relation.related_model._default_manager.filter(**chosen).count()
    if hanging:
        raise ImportBuiltUpon(count=hanging)
