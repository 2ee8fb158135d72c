"""How a view answers: the part to htmx, a message and a redirect to anyone else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

REFUSED = 422


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part. A page that it restores from history is asked for as a whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    back: Any,
    message: str | Promise = "",
    back_args: tuple[Any, ...] = (),
) -> HttpResponse:
    """Answer an act that changed one row or one part of a page.

    htmx gets ``template`` (usually ``"room/page.html#part"``) with 200, or with 422 when ``context`` holds
    an ``error``. Anyone else is sent ``back`` (a URL name, a path or an object), with ``message`` as
    success or the error as refusal. A wider page that htmx should open is named by ``redirect_htmx``.
    """
    error = context.get("error")
    if is_htmx(request):
        context = context if error or not message else {"message": message, **context}
        return render(request, template, context, status=REFUSED if error else 200)
    if error:
        messages.error(request, str(error))
    elif message:
        messages.success(request, str(message))
    return redirect(resolve_url(back, *back_args))


def redirect_htmx(request: HttpRequest, to: Any, *args: Any) -> HttpResponse:
    """Redirect that htmx follows as a whole page, too."""
    url = resolve_url(to, *args)
    if is_htmx(request):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url)


def page_of(
    request: HttpRequest, template: str, context: dict[str, Any], *, form: Any = None
) -> HttpResponse:
    """A form page: 200 when it is opened, 422 when it comes back with errors and everything typed."""
    refused = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, {**context, "form": form}, status=REFUSED if refused else 200)


def safe_next(request: HttpRequest, fallback: Any) -> str:
    """Where ``?kembali=`` (or the form's field of that name) leads, if it stays on this host."""
    wanted = request.POST.get("kembali") or request.GET.get("kembali") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(fallback)
