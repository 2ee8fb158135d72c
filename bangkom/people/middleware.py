"""What is asked of every signed-in request: a first password is changed, the chosen language is kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

ALLOWED = {"account_change_password", "account_logout", "set_language", "health"}


class FirstPassword:
    """Sends somebody whose password was set by another to the page that changes it.

    It also speaks the language of the account on a device that has not chosen one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated:
            return None
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:  # type: ignore[union-attr]
            translation.activate(user.language)  # type: ignore[union-attr]
            request.LANGUAGE_CODE = user.language  # type: ignore[attr-defined, union-attr]
        if not user.must_change_password:  # type: ignore[union-attr]
            return None
        if request.resolver_match and request.resolver_match.view_name in ALLOWED:
            return None
        messages.info(
            request, _("Ini kali pertama Anda masuk. Buat kata sandi Anda sendiri untuk melanjutkan.")
        )
        return HttpResponseRedirect(reverse("account_change_password"))
