"""The look: every pair of text and ground is legible, every icon exists, every frame works."""

import json
import re
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from bangkom.foundation import gallery, menu
from bangkom.foundation.icons import BUILT, icon

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "frontend/css/00-tokens.css").read_text()
TEXT, GRAPHIC = 4.5, 3.0


def blocks(css):
    """Custom properties per selector, of the light theme and of the dark one."""
    dark_from = css.index("@media screen and (prefers-color-scheme: dark)")
    light, dark = css[:dark_from], css[dark_from : css.index("/* Tabler speaks")]
    return [
        {
            selector.strip(): dict(re.findall(r"--bk-([a-z0-9-]+):\s*(#[0-9a-f]{6})", body))
            for selector, body in re.findall(r"(:root|\[data-brand=\"\w+\"\])\s*{([^}]*)}", part)
        }
        for part in (light, dark)
    ]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *((text, ground, TEXT) for text in ("text", "text-2") for ground in ("page", "surface", "surface-2")),
    *(("accent", ground, TEXT) for ground in ("page", "surface")),
    ("accent-strong", "accent-soft", TEXT),
    ("text-2", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    *((tone, f"{tone}-ground", TEXT) for tone in ("success", "warning", "danger", "info", "neutral")),
    ("danger", "surface", TEXT),
    *((f"heat-{step}-text", f"heat-{step}", TEXT) for step in range(5)),
    ("input-border", "surface", GRAPHIC),
    ("focus", "page", GRAPHIC),
    ("focus", "surface", GRAPHIC),
    ("accent", "track", GRAPHIC),
    ("success-line", "track", GRAPHIC),
    ("danger-line", "surface", GRAPHIC),
    ("warning-line", "surface", GRAPHIC),
    *((f"series-{n}", "surface", GRAPHIC) for n in range(4)),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("brand", ["inagov", "lan", "panrb", "bkn"])
def test_every_pair_of_colours_is_legible(scheme, brand):
    light, dark = blocks(TOKENS)
    named = f'[data-brand="{brand}"]'
    colours = {**light[":root"], **light.get(named, {})}
    if scheme == "dark":
        colours |= {**dark[":root"], **dark.get(named, {})}

    weak = [
        (a, b, round(contrast(colours[a], colours[b]), 2))
        for a, b, least in PAIRS
        if contrast(colours[a], colours[b]) < least
    ]

    assert weak == []


@pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: node frontend/build.mjs")
def test_every_icon_that_is_named_exists():
    assert json.loads(BUILT.read_text())["missing"] == []


def test_an_icon_is_decoration_unless_it_has_a_meaning():
    assert 'aria-hidden="true"' in icon("lock")
    assert 'role="img" aria-label="Terkunci"' in icon("lock", "Terkunci")


class Visitor:
    is_authenticated = True
    pk = 1

    def __str__(self):
        return "Sari"


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(menu, "_entries", {})
    menu.register(
        menu.Entry("account_change_password", "Kata sandi", order=2, bottom=True),
        menu.Entry("health", "Sehat", order=1, group=menu.PLAN),
        menu.Entry("account_login", "Masuk", rule=lambda user: False),
        menu.Entry("no-such:page", "Tak ada"),
    )


def shown(path):
    request = RequestFactory().get(path)
    request.user = Visitor()
    return [
        (group.key, entry.label, entry.current)
        for group in menu.entries_for(request)
        for entry in group.entries
    ]


def test_menu_shows_what_the_rule_allows_and_marks_the_page(entries):
    assert shown("/sehat/rinci/") == [("day", "Kata sandi", False), ("plan", "Sehat", True)]
    assert shown("/lain/") == [("day", "Kata sandi", False), ("plan", "Sehat", False)]


def test_menu_is_empty_for_those_who_have_not_signed_in(entries):
    request = RequestFactory().get("/")

    assert menu.entries_for(request) == ()


@pytest.mark.django_db
def test_gallery_is_hidden_until_it_is_asked_for(client, settings):
    settings.GALLERY = False
    assert client.get("/galeri/").status_code == 404

    settings.GALLERY = True
    page = client.get("/galeri/").content.decode()
    assert page.count('<figure class="bk-chart') == len(gallery._charts())
    assert " style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("template", ["500", "503", "507"])
def test_an_error_page_for_a_lost_database_asks_it_nothing(template, rf):
    """Without the ``db`` fixture a query is an error; so is a look at the user or the session."""
    from django.shortcuts import render

    class Lost:
        def __getattr__(self, name):
            raise OperationalError

    request = rf.get("/x/")
    request.user = request.session = Lost()

    assert f'<p class="bk-error-code">{template}</p>' in render(request, f"{template}.html").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["400", "403", "404", "500", "503", "507", "403_csrf"])
def test_an_error_page_says_the_number_to_quote_and_a_way_back(template, rf):
    from django.contrib.auth.models import AnonymousUser
    from django.shortcuts import render

    request = rf.get("/x/")
    request.user, request.reference = AnonymousUser(), "0184bc99"
    page = render(request, f"{template}.html").content.decode()

    assert '<span class="bk-reference">0184bc99</span>' in page
    assert 'href="/"' in page
    assert page.count("<h1>") == 1
