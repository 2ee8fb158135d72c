"""Accounts of employees: first passwords, and the language one reads in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from bangkom.foundation.access import requires, signed_in
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import REFUSED, safe_next
from bangkom.people import queries, rules, services
from bangkom.people.models import User
from bangkom.people.tables import AccountTable


@requires(rules.may_make_accounts)
def account_list(request: HttpRequest) -> HttpResponse:
    return AccountTable(request, queries.account_rows(request.user)).respond("people/account_list.html")


@sensitive_variables("password")
@requires(rules.may_make_accounts)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the account or a new first password; the password is in the answer to the post and nowhere else."""
    employee = get_object_or_404(queries.account_employee(request.user, pk))
    context: dict[str, object] = {"employee": employee, "is_operator": rules.is_operator(request.user)}
    status = 200
    if request.method == "POST":
        act = services.renew_password if request.POST.get("aksi") == "baru" else services.create_account
        try:
            context["password"] = act(employee=employee, actor=request.user)
        except DomainError as refused:
            context["error"], status = refused, REFUSED
    return render(request, "people/account.html", context, status=status)


@requires(signed_in)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language with the account and on this device."""
    wanted = request.POST.get("language", "")
    answer = redirect(safe_next(request, "people:profile"))
    if wanted in dict(settings.LANGUAGES):
        User.objects.filter(username=request.user.get_username()).update(language=wanted)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, samesite="Lax")
    return answer
