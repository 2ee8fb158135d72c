"""Programmes for lists and pages."""

from __future__ import annotations

from django.db.models import BigIntegerField, Case, F, QuerySet, When

from bangkom.catalogue.enums import Mode
from bangkom.catalogue.models import LearningForm, Programme, ProgrammeGain, TravelCost
from bangkom.foundation.kept import kept
from bangkom.standards import queries as standards

# Read as tuples: a list of 100 programmes builds no model instances.
LIST_FIELDS = (
    "pk", "name", "code", "form__name", "mode", "field", "provider", "jp", "days", "full_cost", "cost_batch",
    "quarters", "is_open",
)  # fmt: skip


def programme_rows(*, closed: bool = True) -> QuerySet[Programme]:
    """Programmes with their form; ``full_cost`` is a participant's share of a full batch, without travel."""
    share = Case(
        When(mode=Mode.CLASS, max_people__gt=0, then=F("cost_person") + F("cost_batch") / F("max_people")),
        default=F("cost_person"),
        output_field=BigIntegerField(),
    )
    found = Programme.objects.select_related("form").annotate(full_cost=share)
    return found if closed else found.filter(is_open=True)


def gains_of(programme: Programme) -> QuerySet[ProgrammeGain]:
    """What the programme raises, most first, with the competency."""
    return programme.gains.select_related("competency").order_by("-gain", "competency__code")


def programmes_raising(competency_ids: list[int]) -> dict[int, list[Programme]]:
    """Offered programmes per competency, the ones that raise it most first."""
    rows = ProgrammeGain.objects.filter(competency_id__in=competency_ids, programme__is_open=True)
    found: dict[int, list[Programme]] = {}
    for gain in rows.select_related("programme").order_by("-gain", "programme__name"):
        found.setdefault(gain.competency_id, []).append(gain.programme)
    return found


def form_choices() -> list[tuple[int, str]]:
    """Newest version of each learning form; kept for a minute."""
    return kept("learning-forms", _forms)


def _forms() -> list[tuple[int, str]]:
    rows = LearningForm.objects.order_by("code", "valid_from").values_list("code", "pk", "name")
    newest = {code: (pk, name) for code, pk, name in rows}
    return [(pk, name) for _code, (pk, name) in sorted(newest.items())]


def field_choices() -> list[tuple[str, str]]:
    """Fields that programmes have; kept for a minute."""
    rows = Programme.objects.exclude(field="").order_by("field").values_list("field", flat=True).distinct()
    return kept("programme-fields", lambda: [(field, field) for field in rows])


def place_choices() -> list[tuple[int, str]]:
    """Places of the travel table by their newest name."""
    rows = TravelCost.objects.order_by("place", "valid_from").values_list("place", "place_name")
    return list(dict(rows).items())


def level_names(codes: list[str]) -> list[str]:
    """Names of job levels in the order of the hierarchy; a code that no longer exists stays a code."""
    names = {level.code: level.name for level in standards.job_levels()}
    known = [name for code, name in names.items() if code in codes]
    return known + [code for code in codes if code not in names]
