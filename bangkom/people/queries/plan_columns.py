"""What the annual plan needs to know of people, read as rows of plain values: no object per person."""

from __future__ import annotations

from collections.abc import Iterator

from bangkom.people.models import Employee, Opd

PERSON = ("key", "unit", "opd", "kind", "sex", "level", "post_kind", "field", "retires_on", "is_counted")


def plan_people() -> Iterator[tuple]:
    """Everybody in service, in order of key: the values of ``PERSON``. Empty text where there is no post."""
    return (
        Employee.objects.filter(left_on__isnull=True)
        .order_by("pk")
        .values_list(
            "pk",
            "unit_id",
            "opd_id",
            "kind",
            "sex",
            "position__level__code",
            "position__kind",
            "position__field",
            "retires_on",
            "is_counted",
        )
        .iterator(chunk_size=5000)
    )


def plan_units() -> dict[int, tuple[int, int, bool]]:
    """Node of the tree → zone, most staff away at once in per cent, whether it serves the public."""
    rows = Opd.objects.values_list("pk", "zone", "max_away_percent", "serves_public")
    return {pk: (zone, percent, serves) for pk, zone, percent, serves in rows}


def opd_names(keys: set[int]) -> dict[int, str]:
    """Key of an OPD → its short name, or its name where it has none."""
    rows = Opd.objects.filter(pk__in=keys).values_list("pk", "short_name", "name")
    return {pk: short or name for pk, short, name in rows}


def people_named(keys: set[int]) -> dict[int, Employee]:
    """These employees by key, for showing their names; the caller has checked who may see them."""
    return Employee.objects.only("name", "front_title", "back_title").in_bulk(list(keys))
