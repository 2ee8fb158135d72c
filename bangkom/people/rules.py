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
    return [role.opd for role in roles_of(user) if role.opd_id and role.kind in (*OFFICE, *WIDE)]


def office_ids(user: Any) -> list[int]:
    """Keys of the OPDs that ``user`` leads or serves as HR officer (their whole tree)."""
    return [opd.pk for opd in scopes_of(user) if opd.office_id == opd.pk]


def employee_id_of(user: Any) -> int | None:
    """Key of the employee who ``user`` is, or None; read once per request."""
    if not hasattr(user, "_employee_id"):
        from bangkom.people.models import Employee

        user._employee_id = Employee.objects.filter(user_id=user.pk).values_list("pk", flat=True).first()
    return user._employee_id


def can_see_employee(user: Any, employee: Employee) -> bool:
    if sees_everybody(user) or (employee.user_id is not None and employee.user_id == user.pk):
        return True
    return any(employee.unit.path.startswith(opd.path) for opd in scopes_of(user))


def visible_employees(user: Any, prefix: str = "") -> Q:
    """Filter of ``can_see_employee``. ``prefix`` leads from the filtered table to Employee (``"employee__"``)."""
    if sees_everybody(user):
        return Q()
    seen = Q(**{f"{prefix}user_id": user.pk}) if user.is_authenticated else Q(pk__in=[])
    offices = office_ids(user)
    if offices:
        seen |= Q(**{f"{prefix}opd_id__in": offices})
    for opd in scopes_of(user):
        if opd.pk not in offices:
            seen |= Q(**{f"{prefix}unit__path__startswith": opd.path})
    return seen


def hr_scopes_of(user: Any) -> list[Opd]:
    """The nodes of the tree whose personnel data ``user`` keeps as HR officer."""
    return [role.opd for role in roles_of(user) if role.opd is not None and role.kind == RoleKind.HR_OFFICER]


def keeps_personnel(user: Any) -> bool:
    """HR officers of an OPD and planners: they correct personnel data and add learning records."""
    return bool(hr_scopes_of(user)) or has_role(user, RoleKind.PLANNER)


def can_edit_employee(user: Any, employee: Employee) -> bool:
    """A planner of the whole government, or the HR officer of the employee's OPD; nobody her own duty data."""
    return _plans_everywhere(user) or any(
        employee.unit.path.startswith(opd.path) for opd in hr_scopes_of(user)
    )


def editable_employees(user: Any, prefix: str = "") -> Q:
    """Filter of ``can_edit_employee``."""
    if _plans_everywhere(user):
        return Q()
    found = Q(pk__in=[])
    for opd in hr_scopes_of(user):
        found |= Q(**{f"{prefix}unit__path__startswith": opd.path})
    return found


def _plans_everywhere(user: Any) -> bool:
    return any(role.kind == RoleKind.PLANNER and role.opd_id is None for role in roles_of(user))


def may_make_accounts(user: Any) -> bool:
    return bool(hr_scopes_of(user)) or has_role(user, RoleKind.OPERATOR)


def can_make_account(user: Any, employee: Employee) -> bool:
    """The operator for everybody, an HR officer for the people of the OPD."""
    return is_operator(user) or any(employee.unit.path.startswith(opd.path) for opd in hr_scopes_of(user))


def account_employees(user: Any) -> Q:
    """Filter of ``can_make_account``."""
    if is_operator(user):
        return Q()
    found = Q(pk__in=[])
    for opd in hr_scopes_of(user):
        found |= Q(unit__path__startswith=opd.path)
    return found


def may_change_opds(user: Any) -> bool:
    """Renaming and moving offices: planners and operators of the whole government."""
    return _plans_everywhere(user) or is_operator(user)


def reads_audit(user: Any) -> bool:
    """The audit trail: auditors of the whole government and operators."""
    return is_operator(user) or any(
        role.kind == RoleKind.AUDITOR and role.opd_id is None for role in roles_of(user)
    )
