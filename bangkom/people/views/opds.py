"""The OPD tree, one node, and its renaming or moving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation.access import requires, signed_in
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.people import queries, rules, services
from bangkom.people.forms import OpdForm
from bangkom.people.models import Opd
from bangkom.people.tables import OpdTable


@requires(signed_in)
def opd_tree(request: HttpRequest) -> HttpResponse:
    return OpdTable(request, queries.tree()).respond("people/opd_tree.html")


@requires(signed_in)
def opd_show(request: HttpRequest, pk: int) -> HttpResponse:
    opd = get_object_or_404(Opd.objects.select_related("office", "parent"), pk=pk)
    page = queries.opd_page(request.user, opd)
    people_url = f"{reverse('people:employee-list')}?opd={opd.office_id or ''}"
    if opd.office_id and opd.office_id != opd.pk:
        people_url += f"&unit={opd.pk}"
    units = OpdTable(
        request, page.units, from_depth=opd.path.count("."), filters=(), caption=_("Unit di bawahnya")
    )
    context = {"page": page, "people_url": people_url, "may_change": rules.may_change_opds(request.user)}
    return units.respond("people/opd_show.html", context)


@requires(rules.may_change_opds)
def opd_edit(request: HttpRequest, pk: int) -> HttpResponse:
    opd = get_object_or_404(Opd, pk=pk)
    form = OpdForm(request.POST or None, opd=opd)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_opd(opd=opd, actor=request.user, **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("%(name)s sudah diperbarui; riwayatnya tersimpan.") % {"name": opd.name}
            )
            return redirect("people:opd-show", pk)
    context = {
        "title": _("Ubah nama atau induk"),
        "lead": _("Nama dan tempat yang lama tetap tersimpan dengan tanggal dan dasar hukumnya."),
        "submit": _("Simpan perubahan"),
        "back": reverse("people:opd-show", args=[pk]),
    }
    return page_of(request, "people/form.html", context, form=form)
