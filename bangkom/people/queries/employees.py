"""Employees as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from bangkom.people import rules
from bangkom.people.models import Employee
from bangkom.people.queries.facets import facets

if TYPE_CHECKING:
    from bangkom.people.models import EducationRecord, PositionRecord, RankRecord

# More hits than this are searched for in the order of the list.
FEW_HITS = 50
NIP_LENGTH = 18

# Read as tuples: a list of 100 people builds no model instances.
LIST_FIELDS = (
    "pk",
    "name",
    "front_title",
    "back_title",
    "nip",
    "kind",
    "legal_state",
    "position__title",
    "position__level__name",
    "opd__name",
    "opd__short_name",
    "unit__name",
    "rank__code",
    "education_level",
    "education_major",
    "birth_date",
    "entered_on",
    "retires_on",
    "supervisor__name",
    "missing_since",
    "left_on",
)


def employees_for(user: Any, *, left: bool = False) -> QuerySet[Employee]:
    """Employees that ``user`` may see, by name: those in service, or with ``left`` those who left."""
    return Employee.objects.filter(rules.visible_employees(user), left_on__isnull=not left).order_by(
        "name", "pk"
    )


def employee_rows(user: Any, *, left: bool = False) -> Any:
    """The people list, prepared for the filters of the rooms above; ``as_rows`` makes rows of a page of it."""
    found: Any = employees_for(user, left=left)
    for facet in facets():
        if facet.prepare:
            found = facet.prepare(found)
    return found


def as_rows(found: Any) -> Any:
    """Named tuples of ``LIST_FIELDS`` and of what rooms above add."""
    return found.values_list(*LIST_FIELDS, *(facet.path for facet in facets()), named=True)


def search_employees(found: Any, text: str) -> Any:
    """Those in whose name or NIP every word of ``text`` is found. An NIP may be typed with spaces.

    The keys of few hits are read first, from the index alone: at 54,000 people that takes half the time of
    searching while reading rows. Many hits are found quickly either way.
    """
    text = text.lower().strip()
    bare = text.replace(" ", "").replace("'", "")
    if bare.isdigit():
        hits = _with_number(found, bare)
    else:
        hits = found
        for word in text.split()[:6]:
            hits = hits.filter(search_text__contains=word)
    if hits is found:
        return found
    keys = list(hits.order_by().values_list("pk", flat=True)[: FEW_HITS + 1])
    return hits if len(keys) > FEW_HITS else found.filter(pk__in=keys)


def _with_number(found: Any, digits: str) -> Any:
    """Those whose NIP begins with these digits (a range of its index), else those who have them anywhere."""
    # Numbers of one length, so the range holds in every collation.
    beginning = found.filter(nip__gte=digits.ljust(NIP_LENGTH, "0"), nip__lte=digits.ljust(NIP_LENGTH, "9"))
    return beginning if beginning.order_by().exists() else found.filter(search_text__contains=digits)


def employee_for(user: Any, pk: int) -> QuerySet[Employee]:
    """The employee ``pk`` if ``user`` may see her, loaded for her page."""
    return Employee.objects.filter(rules.visible_employees(user), pk=pk).select_related(
        "unit", "opd", "position__level", "rank", "supervisor__position", "user"
    )


def own_employees(user: Any) -> QuerySet[Employee]:
    """The one employee who ``user`` is, or none."""
    return Employee.objects.filter(user_id=user.pk)


def own_employee(user: Any) -> Employee | None:
    """Who ``user`` is, or None for an account without an employee."""
    return (
        own_employees(user)
        .select_related("unit", "opd", "position__level", "rank", "supervisor__position", "user")
        .first()
    )


@dataclass(frozen=True)
class Histories:
    """What an employee was and learned at school, newest first, and who reports to her."""

    positions: list[PositionRecord]
    ranks: list[RankRecord]
    education: list[EducationRecord]
    reports: list[Employee]
    # She leads more people than are named.
    has_more_reports: bool = False


# So many direct reports are named on a person's page; the list of people shows all.
REPORTS_NAMED = 25


def histories_of(user: Any, employee: Employee) -> Histories:
    """Histories of an employee that ``user`` may see; of her reports only those ``user`` may see, too."""
    found = employee.reports.filter(rules.visible_employees(user), left_on__isnull=True)
    reports = list(found.select_related("position").order_by("name", "pk")[: REPORTS_NAMED + 1])
    return Histories(
        positions=list(
            employee.position_history.select_related("position", "unit").order_by(
                F("since").desc(nulls_last=True), "-pk"
            )
        ),
        ranks=list(
            employee.rank_history.select_related("rank").order_by(F("since").desc(nulls_last=True), "-pk")
        ),
        education=list(employee.education_history.order_by(F("graduated_year").desc(nulls_last=True), "-pk")),
        reports=reports[:REPORTS_NAMED],
        has_more_reports=len(reports) > REPORTS_NAMED,
    )


def team_of(user: Any) -> QuerySet[Employee]:
    """Direct reports of the person who ``user`` is."""
    return Employee.objects.filter(
        rules.visible_employees(user), supervisor_id=rules.employee_id_of(user), left_on__isnull=True
    ).exclude(supervisor_id=None)


def account_rows(user: Any) -> Any:
    """Employees whose account ``user`` may make or renew, by name."""
    found = Employee.objects.filter(rules.account_employees(user), left_on__isnull=True)
    return found.order_by("name", "pk")


def as_account_rows(found: Any) -> Any:
    """Named tuples of employees with whether they have an account."""
    return found.values_list(
        "pk",
        "name",
        "front_title",
        "back_title",
        "nip",
        "opd__name",
        "user_id",
        "user__last_login",
        named=True,
    )


def account_employee(user: Any, pk: int) -> QuerySet[Employee]:
    """The employee ``pk`` if ``user`` may make or renew her account."""
    return Employee.objects.filter(rules.account_employees(user), pk=pk).select_related("user", "opd", "unit")


def find_employee(found: QuerySet[Employee], nip: str) -> Employee | None:
    """The one of ``found`` with this NIP, typed with or without spaces."""
    bare = "".join(nip.split()).strip("'")
    return found.filter(Q(nip=bare)).first() if bare else None


def missing_count(user: Any) -> int:
    """How many of those whom ``user`` may see the last personnel file did not hold."""
    return employees_for(user).filter(missing_since__isnull=False).order_by().count()
