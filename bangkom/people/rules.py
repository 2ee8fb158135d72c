"""Who may see whom: each rule as a predicate and as the same rule's filter, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from bangkom.people.enums import RoleKind
from bangkom.people.models import Opd, Role

if TYPE_CHECKING:
    from bangkom.people.models import Employee

# Roles that see the people of the whole government (a role with an OPD sees that OPD's).
WIDE = (RoleKind.PLANNER, RoleKind.ORGANISER, RoleKind.LEADERSHIP, RoleKind.AUDITOR)
OFFICE = (RoleKind.HEAD, RoleKind.HR_OFFICER)


def roles_of(user: Any) -> list[Role]:
    """The roles of ``user`` that are valid today, read once per request."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_roles"):
        today = timezone.localdate()
        user._roles = list(
            Role.objects.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gte=today), user=user, valid_from__lte=today
            )
            .select_related("opd")
            .order_by("pk")
        )
    return user._roles


def has_role(user: Any, *kinds: RoleKind) -> bool:
    return any(role.kind in kinds for role in roles_of(user))


def sees_everybody(user: Any) -> bool:
    """Planners, organisers, leadership and auditors of the whole government."""
    return any(role.kind in WIDE and role.opd_id is None for role in roles_of(user))


def is_planner(user: Any) -> bool:
    return has_role(user, RoleKind.PLANNER)


def is_operator(user: Any) -> bool:
    return has_role(user, RoleKind.OPERATOR)


def is_head(user: Any) -> bool:
    return has_role(user, RoleKind.HEAD)


def is_leadership(user: Any) -> bool:
    return has_role(user, RoleKind.LEADERSHIP)


def is_employee(user: Any) -> bool:
    return user.is_authenticated and employee_id_of(user) is not None


def sees_an_office(user: Any) -> bool:
    """Heads, HR officers, and everybody who sees the whole government: they have lists of people."""
    return sees_everybody(user) or bool(scopes_of(user))


def sees_plans(user: Any) -> bool:
    """The planner's table: planners change it, organisers, leadership and auditors read it."""
    return sees_everybody(user)


def may_import_people(user: Any) -> bool:
    """A personnel file touches everybody: planners and operators of the whole government."""
    return any(
        role.kind in (RoleKind.PLANNER, RoleKind.OPERATOR) and role.opd_id is None for role in roles_of(user)
    )


def scopes_of(user: Any) -> list[Opd]:
    """The nodes of the tree whose people ``user`` may see, for roles bound to an OPD."""
    return [role.opd for role in roles_of(user) if role.opd is not None and role.kind in (*OFFICE, *WIDE)]


def office_ids(user: Any) -> list[int]:
    """Keys of the OPDs that ``user`` leads or serves as HR officer (their whole tree)."""
    return [opd.pk for opd in scopes_of(user) if opd.office_id == opd.pk]


def employee_id_of(user: Any) -> int | None:
    """Key of the employee who ``user`` is, or None; read once per request."""
    return _own_place(user)[0]


def _own_place(user: Any) -> tuple[int | None, int | None]:
    """Key and OPD of the employee who ``user`` is."""
    if not hasattr(user, "_own_place"):
        from bangkom.people.models import Employee

        found = Employee.objects.filter(user_id=user.pk).values_list("pk", "opd_id")
        user._own_place = found.first() or (None, None)
    return user._own_place


def _works_in(employee: Employee, opd: Opd) -> bool:
    """An OPD's people are those that belong to it; a unit's are those in it and below it."""
    return employee.opd_id == opd.pk if opd.office_id == opd.pk else employee.unit.path.startswith(opd.path)


def _working_in(opds: list[Opd], prefix: str = "") -> Q:
    """Filter of ``_works_in`` for any of several nodes."""
    found = Q(pk__in=[])
    offices = [opd.pk for opd in opds if opd.office_id == opd.pk]
    if offices:
        found |= Q(**{f"{prefix}opd_id__in": offices})
    for opd in opds:
        if opd.pk not in offices:
            found |= Q(**{f"{prefix}unit__path__startswith": opd.path})
    return found


def remember_employee(user: Any, pk: int | None) -> None:
    """Tell the rules of this request who ``user`` is, when that has been read already."""
    user._employee_id = pk


def can_see_employee(user: Any, employee: Employee) -> bool:
    if sees_everybody(user) or (employee.user_id is not None and employee.user_id == user.pk):
        return True
    return any(_works_in(employee, opd) for opd in scopes_of(user))


def visible_employees(user: Any, prefix: str = "") -> Q:
    """Filter of ``can_see_employee``. ``prefix`` leads from the filtered table to Employee (``"employee__"``)."""
    if sees_everybody(user):
        return Q()
    if not user.is_authenticated:
        return Q(pk__in=[])
    scopes = scopes_of(user)
    if not scopes:
        return Q(**{f"{prefix}user_id": user.pk})
    own, own_opd = _own_place(user)
    seen = _working_in(scopes, prefix)
    # One who works in the office that she leads is seen as its member: without an OR the database reads the
    # office's people in the order of the list.
    if own is not None and own_opd not in office_ids(user):
        seen |= Q(**{f"{prefix}pk": own})
    return seen


def hr_scopes_of(user: Any) -> list[Opd]:
    """The nodes of the tree whose personnel data ``user`` keeps as HR officer."""
    return [role.opd for role in roles_of(user) if role.opd is not None and role.kind == RoleKind.HR_OFFICER]


def keeps_personnel(user: Any) -> bool:
    """HR officers of an OPD and planners: they correct personnel data and add learning records."""
    return bool(hr_scopes_of(user)) or has_role(user, RoleKind.PLANNER)


def can_edit_employee(user: Any, employee: Employee) -> bool:
    """A planner of the whole government, or the HR officer of the employee's OPD or unit."""
    return _plans_everywhere(user) or any(_works_in(employee, opd) for opd in hr_scopes_of(user))


def editable_employees(user: Any, prefix: str = "") -> Q:
    """Filter of ``can_edit_employee``."""
    return Q() if _plans_everywhere(user) else _working_in(hr_scopes_of(user), prefix)


def _plans_everywhere(user: Any) -> bool:
    return any(role.kind == RoleKind.PLANNER and role.opd_id is None for role in roles_of(user))


def may_make_accounts(user: Any) -> bool:
    return bool(hr_scopes_of(user)) or has_role(user, RoleKind.OPERATOR)


def can_make_account(user: Any, employee: Employee) -> bool:
    """The operator for everybody, an HR officer for the people of the OPD."""
    return is_operator(user) or any(_works_in(employee, opd) for opd in hr_scopes_of(user))


def account_employees(user: Any) -> Q:
    """Filter of ``can_make_account``."""
    return Q() if is_operator(user) else _working_in(hr_scopes_of(user))


def may_change_opds(user: Any) -> bool:
    """Renaming and moving offices: planners and operators of the whole government."""
    return _plans_everywhere(user) or is_operator(user)


def reads_audit(user: Any) -> bool:
    """The audit trail: auditors of the whole government and operators."""
    return is_operator(user) or any(
        role.kind == RoleKind.AUDITOR and role.opd_id is None for role in roles_of(user)
    )
