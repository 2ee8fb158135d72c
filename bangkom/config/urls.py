"""Addresses of the whole house. Every one declares its rule (tests/test_architecture.py holds it)."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from bangkom.foundation.access import anyone, requires, signed_in


@requires(anyone)
def health(request: HttpRequest) -> HttpResponse:
    """Answers when the server can serve pages; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("sehat/", health, name="health"),
    path("bahasa/", requires(anyone)(set_language), name="set_language"),
    path("masuk/", requires(anyone)(account.login), name="account_login"),
    path("keluar/", requires(anyone)(account.logout), name="account_logout"),
    path("kata-sandi/", requires(signed_in)(account.password_change), name="account_change_password"),
    path("daftar/", requires(anyone)(account.signup), name="account_signup"),
    path("verifikasi-ulang/", requires(signed_in)(account.reauthenticate), name="account_reauthenticate"),
    path("", include("bangkom.portal.urls")),
    path("", include("bangkom.foundation.urls")),
    path("pegawai/", include("bangkom.people.urls")),
    path("standar/", include("bangkom.standards.urls")),
    path("kesenjangan/", include("bangkom.assessment.urls")),
    path("katalog/", include("bangkom.catalogue.urls")),
    path("rekam-jejak/", include("bangkom.records.urls")),
    path("rencana/", include("bangkom.planning.urls")),
]

handler400 = "bangkom.foundation.faults.bad_request"
handler403 = "bangkom.foundation.faults.forbidden"
handler404 = "bangkom.foundation.faults.not_found"
handler500 = "bangkom.foundation.faults.broken"
