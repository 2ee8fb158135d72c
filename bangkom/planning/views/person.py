"""One person's plan: why in, why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bangkom.foundation.access import requires, signed_in
from bangkom.people import queries as people
from bangkom.planning import queries


@requires(signed_in)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(people.employee_for(request.user, pk))
    context = {
        "employee": employee,
        "is_own": employee.user_id == request.user.pk,
        "plan": queries.plan_for_employee(employee),
    }
    return render(request, "planning/person.html", context)
