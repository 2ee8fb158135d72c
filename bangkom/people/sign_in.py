"""How people sign in: by NIP or e-mail; nobody registers herself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts come from the personnel file, so registration is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.strip()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        # People paste their NIP with the spaces and apostrophes of a spreadsheet.
        if name := credentials.get("username"):
            bare = name.replace(" ", "").strip("'")
            credentials["username"] = bare if bare.isdigit() else name.strip()
        return super().authenticate(request, **credentials)
