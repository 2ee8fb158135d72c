"""Roles as the operator administers them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangkom.people.models import Role, User


def roles_with_people() -> QuerySet[Role]:
    """Every role, the newest first, with its holder and OPD."""
    return Role.objects.select_related("user", "opd").order_by("-valid_from", "-pk")


def valid_today() -> Q:
    today = timezone.localdate()
    return Q(valid_from__lte=today) & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))


def user_named(text: str) -> User | None:
    """The account with this NIP (also with spaces), user name or e-mail address."""
    bare = "".join(text.split()).strip("'")
    found = User.objects.filter(username=bare).first() if bare else None
    if found is None and "@" in bare:
        found = User.objects.filter(email__iexact=bare).first()
    return found
