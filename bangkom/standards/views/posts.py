"""Post standards and posts: lists, versions, drafts, copies, comparison."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.foundation.access import check, requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.standards import queries, rules, services
from bangkom.standards.enums import StandardState
from bangkom.standards.forms import CompareForm, CopyForm, DraftForm, ItemsForm, StartForm
from bangkom.standards.models import Standard
from bangkom.standards.tables import PositionTable, StandardTable, verification_badge


@requires(rules.can_see_standards)
def standard_list(request: HttpRequest) -> HttpResponse:
    context = {"may_change": rules.can_change_standards(request.user)}
    return StandardTable(request, queries.standards()).respond("standards/standard_list.html", context)


@requires(rules.can_see_standards)
def standard_show(request: HttpRequest, pk: int) -> HttpResponse:
    standard = get_object_or_404(queries.standards(), pk=pk)
    before = queries.version_before(standard)
    context = {
        "standard": standard,
        "badge": verification_badge(standard),
        "before": before,
        "lines": queries.standard_lines(standard, before),
        "versions": queries.versions_of(standard),
        "may_change": rules.can_change_standards(request.user),
        "has_draft": any(one.state == StandardState.DRAFT for one in queries.versions_of(standard)),
    }
    return render(request, "standards/standard_show.html", context)


@requires(rules.can_change_standards)
def standard_draft(request: HttpRequest) -> HttpResponse:
    """A new standard, or the next version when the subject has one (``?dari=`` fills the subject in)."""
    initial: dict[str, Any] = {}
    base = Standard.objects.select_related("position").filter(pk=_number(request.GET.get("dari"))).first()
    if base is not None:
        title = base.position.title if base.position else ""
        initial = {"level": base.level_id, "field": base.field, "position": title, "source": base.source}
    form = DraftForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.draft_standard(
                **form.subject(), source=form.cleaned_data["source"], actor=request.user
            )
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("standards:standard-edit", draft.pk)
    context = {"title": _("Rancangan standar"), "submit": _("Buat rancangan")}
    return page_of(request, "standards/form.html", context, form=form)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


@requires(rules.can_change_standards)
def standard_copy(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(queries.standards(), pk=pk)
    form = CopyForm(request.POST or None, initial={"level": source.level_id})
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.copy_standard(source=source, **form.subject(), actor=request.user)
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("standards:standard-edit", draft.pk)
    context = {
        "title": _("Salin standar %(subject)s") % {"subject": source.subject},
        "submit": _("Buat salinan"),
    }
    return page_of(request, "standards/form.html", context, form=form)


@requires(rules.can_change_standards)
def standard_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Levels, date and source of a draft; saving leads to the page that shows who is affected."""
    standard = get_object_or_404(queries.standards(), pk=pk)
    check(standard.is_draft)
    stored = get_object_or_404(queries.standards(), pk=pk)
    competencies = queries.competencies_for(standard)
    start = StartForm(request.POST or None, instance=stored)
    form = ItemsForm(
        request.POST or None,
        competencies=competencies,
        items=dict(standard.items.values_list("competency", "level")),
        can_take_away=standard.position_id is not None or bool(standard.field),
    )
    if request.method == "POST" and start.is_valid() and form.is_valid():
        try:
            services.set_start(standard=standard, **start.cleaned_data, actor=request.user)
            services.set_items(standard=standard, items=form.items(), actor=request.user)
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("assessment:standard-impact", pk)
    context = {"standard": standard, "start": start}
    return page_of(request, "standards/standard_edit.html", context, form=form)


@requires(rules.can_change_standards)
@require_POST
def standard_delete(request: HttpRequest, pk: int) -> HttpResponse:
    standard = get_object_or_404(queries.standards(), pk=pk)
    try:
        services.delete_draft(standard=standard, actor=request.user)
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("standards:standard-show", pk)
    messages.success(request, _("Rancangan dihapus."))
    return redirect("standards:standard-list")


@requires(rules.can_see_standards)
def position_list(request: HttpRequest) -> HttpResponse:
    return PositionTable(request, queries.position_rows()).respond("standards/position_list.html")


@requires(rules.can_see_standards)
def position_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What a post demands today, and which standard says so."""
    position = get_object_or_404(queries.positions().select_related("level"), pk=pk)
    context = {
        "position": position,
        "lines": queries.requirements_of(pk),
        "may_change": rules.can_change_standards(request.user),
        "may_match": rules.sees_people(request.user),
    }
    return render(request, "standards/position_show.html", context)


@requires(rules.can_see_standards)
def position_compare(request: HttpRequest) -> HttpResponse:
    is_asked = "a" in request.GET and "b" in request.GET
    form = CompareForm(request.GET if is_asked else None, initial=request.GET.dict())
    context: dict[str, Any] = {}
    if is_asked and form.is_valid():
        first, second = form.cleaned_data["a"], form.cleaned_data["b"]
        context = {"first": first, "second": second, "lines": queries.compare_posts(first.pk, second.pk)}
    return page_of(request, "standards/position_compare.html", context, form=form)
