"""Django's command, with the role that lets its user work: without one, nobody could give the first role."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.utils import timezone

from bangkom.people.enums import RoleKind
from bangkom.people.models import User
from bangkom.people.services import give_role


class Command(createsuperuser.Command):
    help = "Make an operator's account: the first one gives all other roles."

    def handle(self, *args: Any, **options: Any) -> None:
        newest = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        super().handle(*args, **options)
        for user in User.objects.filter(pk__gt=newest, is_superuser=True, roles__isnull=True):
            give_role(
                user=user,
                kind=RoleKind.OPERATOR,
                opd=None,
                valid_from=timezone.localdate(),
                valid_until=None,
                actor=None,
                reason="createsuperuser",
            )
