"""How views answer, and how forms look."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.utils import translation

from bangkom.foundation.errors import DomainError
from bangkom.foundation.forms import Renderer
from bangkom.foundation.pages import answer, is_htmx, page_of, redirect_htmx, safe_next

PART = "foundation/note.html"
HTMX = {"HX-Request": "true"}


def posted(data=None, **headers):
    request = RequestFactory().post("/x/", data or {}, headers=headers)
    request._messages = CookieStorage(request)
    return request


def test_htmx_gets_the_part_and_a_refusal_as_422():
    done = answer(posted(**HTMX), PART, {"text": "Tersimpan."}, back="/daftar/")
    refused = answer(posted(**HTMX), PART, {"text": "Belum.", "error": DomainError()}, back="/daftar/")

    assert (done.status_code, refused.status_code) == (200, 422)
    assert "<p>Tersimpan.</p>" in done.content.decode()


def test_anyone_else_is_sent_back_with_a_message():
    request = posted()
    response = answer(request, PART, {}, back="/daftar/", message="Usulan terkirim.")

    assert (response.status_code, response.url) == (302, "/daftar/")
    assert [(m.level_tag, str(m)) for m in get_messages(request)] == [("success", "Usulan terkirim.")]


def test_anyone_else_reads_why_it_was_refused():
    request = posted()
    error = DomainError("Pagu tersisa Rp%(left)s.", left="12.500.000")
    answer(request, PART, {"error": error}, back="/daftar/", message="Usulan terkirim.")

    assert [(m.level_tag, str(m)) for m in get_messages(request)] == [("error", "Pagu tersisa Rp12.500.000.")]


def test_a_restored_page_is_not_taken_for_a_part():
    assert is_htmx(posted(**HTMX))
    assert not is_htmx(posted(**HTMX, **{"HX-History-Restore-Request": "true"}))


def test_redirect_opens_a_whole_page_for_htmx_too():
    assert redirect_htmx(posted(**HTMX), "/baru/").headers["HX-Redirect"] == "/baru/"
    assert redirect_htmx(posted(), "/baru/").url == "/baru/"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("/daftar/?hal=2", "/daftar/?hal=2"), ("https://lain.test/", "/"), ("//lain.test/", "/"), ("", "/")],
)
def test_the_way_back_stays_on_this_host(wanted, expected):
    assert safe_next(posted({"kembali": wanted}), "/") == expected


class Programme(forms.Form):
    default_renderer = Renderer()
    name = forms.CharField(label="Nama", help_text="Seperti pada katalog.")
    note = forms.CharField(label="Catatan", required=False)
    kinds = forms.MultipleChoiceField(
        label="Bentuk", choices=[("k", "Klasikal")], widget=forms.CheckboxSelectMultiple
    )
    online = forms.BooleanField(label="Daring", required=False)


def test_a_field_says_label_hint_and_what_is_wrong_where_a_reader_hears_it():
    with translation.override("id"):
        html = str(Programme({"name": "", "note": "<b>"}))

    assert '<label for="id_name">Nama</label>' in html
    assert '<div class="bk-hint" id="id_name_helptext">Seperti pada katalog.</div>' in html
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert '<div id="id_name_error"><p class="bk-error" role="alert">' in html
    assert 'value="&lt;b&gt;"' in html
    assert "<legend>Bentuk</legend>" in html
    assert html.count("(opsional)") == 1
    assert "Ada 2 isian yang perlu diperbaiki" in html


@pytest.mark.django_db
def test_a_form_page_with_mistakes_is_422(rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/x/")
    request.user = AnonymousUser()

    assert page_of(request, "foundation/base.html", {}, form=Programme()).status_code == 200
    assert page_of(request, "foundation/base.html", {}, form=Programme({})).status_code == 422
