"""Who may open a page: every view names its rule, and a GET may not write."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

READS = (
    "SELECT",
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "ROLLBACK TO SAVEPOINT",
    "WITH",
    "EXPLAIN",
    "PRAGMA",
    "DECLARE",
)
# Tables that a GET may touch: the session that carries the person, not a fact of the house.
SESSION_TABLES = ("django_session",)

Rule = Callable[[Any], bool]


def anyone(user: Any) -> bool:
    """Rule of a public page: also without signing in."""
    return True


def signed_in(user: Any) -> bool:
    """Rule of a page for everybody who has signed in."""
    return user.is_authenticated


def check(allowed: bool) -> None:
    """Refuse with 403 what a person may see but not do."""
    if not allowed:
        raise PermissionDenied


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip().upper().startswith(READS) and not any(table in sql for table in SESSION_TABLES):
        raise RuntimeError(f"a GET may not write: {sql[:60]}")
    return execute(sql, params, many, context)


def requires(rule: Rule) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Declare the rule of a view. Without sign-in the sign-in page answers, with it a refusal is 403.

    A page for signed-in people is never kept by a cache on the way (``no-store``).
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if rule is not anyone and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            check(rule(request.user))
            if request.method in ("GET", "HEAD"):
                with connection.execute_wrapper(_refuse_writes):
                    answer = view(request, *args, **kwargs)
            else:
                answer = view(request, *args, **kwargs)
            if rule is not anyone:
                answer.headers.setdefault("Cache-Control", "no-store, private")
            return answer

        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate
