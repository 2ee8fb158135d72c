"""What every request passes: a reference number, and expected failures as calm answers."""

from __future__ import annotations

import errno
import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("bangkom.request")


class RequestContext:
    """Gives each request a reference, and answers a full disk (507) and a busy database (503) in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
        # Indonesian comes first whatever the browser was bought with; English is chosen on the page.
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        answer = self.get_response(request)
        answer.headers["X-Reference"] = request.reference  # type: ignore[attr-defined]
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        status = expected_status(error)
        if isinstance(error, (Http404, PermissionDenied)):
            return None
        route = getattr(request.resolver_match, "view_name", "?")
        log.error("reference=%s route=%s error=%s", request.reference, route, type(error).__name__)  # type: ignore[attr-defined]
        if status is None:
            return None
        answer = render(request, f"{status}.html", status=status)
        if status == 503:
            answer.headers["Retry-After"] = "5"
        return answer


def expected_status(error: BaseException) -> int | None:
    """507 for a full disk, 503 for a locked or unreachable database, None for anything else."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return 507
    if isinstance(error, OperationalError):
        return 507 if "disk is full" in str(error) else 503
    return None
