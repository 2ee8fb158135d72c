"""Role administration by the operator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.people import queries, rules, services
from bangkom.people.enums import RoleKind
from bangkom.people.forms import RoleEndForm, RoleForm
from bangkom.people.tables import RoleTable


@requires(rules.is_operator)
def role_list(request: HttpRequest) -> HttpResponse:
    return RoleTable(request, queries.roles_with_people()).respond("people/role_list.html")


@requires(rules.is_operator)
def role_give(request: HttpRequest) -> HttpResponse:
    form = RoleForm(request.POST or None, initial={"account": request.GET.get("akun", "")})
    if request.method == "POST" and form.is_valid() and form.holder is not None:
        wanted = form.cleaned_data
        try:
            services.give_role(
                user=form.holder,
                kind=RoleKind(wanted["kind"]),
                opd=wanted["opd"],
                valid_from=wanted["valid_from"],
                valid_until=wanted["valid_until"],
                reason=wanted["reason"],
                actor=request.user,
            )
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            values = {"role": RoleKind(wanted["kind"]).label, "name": form.holder.name}
            messages.success(request, _("Peran %(role)s sudah diberikan kepada %(name)s.") % values)
            return redirect("people:role-list")
    context = {
        "title": _("Beri peran"),
        "lead": _(
            "Peran menentukan siapa yang dapat melihat dan mengubah apa, di OPD mana, dan sampai kapan."
        ),
        "submit": _("Beri peran"),
        "back": reverse("people:role-list"),
    }
    return page_of(request, "people/form.html", context, form=form)


@requires(rules.is_operator)
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    role = get_object_or_404(queries.roles_with_people(), pk=pk)
    form = RoleEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_role(role=role, actor=request.user, **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Peran %(name)s sudah diakhiri.") % {"name": role.user.name})
            return redirect("people:role-list")
    values = {
        "role": role.get_kind_display(),
        "name": role.user.name,
        "scope": role.opd.name if role.opd else _("seluruh pemerintah daerah"),
    }
    context = {
        "title": _("Akhiri peran"),
        "lead": _("%(name)s sebagai %(role)s, %(scope)s.") % values,
        "submit": _("Akhiri peran"),
        "back": reverse("people:role-list"),
        "danger": True,
    }
    return page_of(request, "people/form.html", context, form=form)
