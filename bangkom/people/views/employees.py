"""The people list, one person, corrections, and one's own profile."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation.access import check, requires, signed_in
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.people import queries, rules, services
from bangkom.people.forms import EmployeeForm
from bangkom.people.models import Employee, User
from bangkom.people.tables import EmployeeTable


@requires(rules.sees_an_office)
def employee_list(request: HttpRequest) -> HttpResponse:
    rows = queries.employee_rows(request.user, left=request.GET.get("berhenti") == "1")
    table = EmployeeTable(request, rows)
    return table.respond("people/employee_list.html", {"may_import": rules.may_import_people(request.user)})


@requires(signed_in)
def employee_show(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(queries.employee_for(request.user, pk))
    return render(request, "people/employee_show.html", _person_context(request, employee))


@requires(signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    """One's own data, with the way to have it corrected; also for an account that is no employee's."""
    employee = queries.own_employee(request.user)
    if employee is None:
        return render(request, "people/profile_account.html", {"roles": rules.roles_of(request.user)})
    context = _person_context(request, employee)
    return render(request, "people/employee_show.html", {**context, "is_profile": True})


def _person_context(request: HttpRequest, employee: Employee) -> dict[str, object]:
    user: User = request.user  # type: ignore[assignment]
    supervisor = employee.supervisor
    return {
        "employee": employee,
        "histories": queries.histories_of(user, employee),
        "tabs": queries.person_tabs(user, employee.pk, "people:employee-show"),
        "is_own": employee.user_id == user.pk,
        "roles": rules.roles_of(user) if employee.user_id == user.pk else [],
        "can_edit": rules.can_edit_employee(user, employee),
        "can_make_account": rules.can_make_account(user, employee),
        "sees_supervisor": supervisor is not None and rules.can_see_employee(user, supervisor),
    }


@requires(rules.keeps_personnel)
def employee_edit(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(queries.employee_for(request.user, pk))
    check(rules.can_edit_employee(request.user, employee))
    before = employee.full_name
    # The form is bound to a copy: the service compares with what is stored.
    copy = get_object_or_404(queries.employee_for(request.user, pk))
    form = EmployeeForm(request.POST or None, instance=copy, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_employee(employee=employee, values=form.values(), actor=request.user)
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Data %(name)s sudah diperbarui.") % {"name": employee.full_name})
            return redirect("people:employee-show", pk)
    context = {
        "title": _("Perbaiki data %(name)s") % {"name": before},
        "lead": _("Jabatan, unit, dan golongan yang lama tetap tersimpan dalam riwayat."),
        "submit": _("Simpan perubahan"),
        "back": reverse("people:employee-show", args=[pk]),
    }
    return page_of(request, "people/form.html", context, form=form)
