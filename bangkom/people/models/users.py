from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.people.enums import RoleKind


class User(AbstractUser):
    """Somebody who signs in, by NIP (the user name) or e-mail address.

    Personal data: NIP as user name, name, e-mail. Purpose: sign-in and notices (UU 20/2023 art. 49).
    Kept: until the employee has left and the archive period is over.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("nama"), max_length=150)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(max_length=5, blank=True)

    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Role(models.Model):
    """What a user may do, where, and from when to when. ``opd`` empty means the whole government."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(_("peran"), max_length=12, choices=RoleKind)
    opd = models.ForeignKey("people.Opd", models.PROTECT, null=True, blank=True, related_name="roles")
    valid_from = models.DateField(_("mulai"))
    valid_until = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        constraints = [
            # Two constraints: SQLite has no unique rule in which an empty OPD equals another.
            models.UniqueConstraint(fields=["user", "kind", "opd", "valid_from"], name="role_once"),
            models.UniqueConstraint(
                fields=["user", "kind", "valid_from"],
                condition=models.Q(opd__isnull=True),
                name="role_wide_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="role_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.user}"
