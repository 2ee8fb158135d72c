"""Every text that a person reads has an English translation, with the same placeholders."""

import gettext
import re
from pathlib import Path

from django.conf import settings

from bangkom.foundation import messages

PACKAGE = Path(settings.PACKAGE)
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


def test_every_text_is_translated():
    known = messages.read_po(PO)
    open_texts = [m.text for m in messages.collect(PACKAGE).values() if not known.get(m.key, m).is_translated]

    assert open_texts == []


def test_translations_keep_the_placeholders():
    wrong = []
    for message in messages.read_po(PO).values():
        wanted = set(PLACEHOLDER.findall(message.text)) | set(PLACEHOLDER.findall(message.plural))
        for translation in message.translations:
            if not set(PLACEHOLDER.findall(translation)) <= wanted:
                wrong.append((message.text, translation))
            if not message.plural and set(PLACEHOLDER.findall(translation)) != wanted:
                wrong.append((message.text, translation))
    assert wrong == []


def test_compiled_messages_are_what_gettext_reads(tmp_path):
    source = tmp_path / "x.po"
    texts = {
        "Satu": messages.Message("Satu", translations=["One"]),
        "menu\x04Buka": messages.Message("Buka", context="menu", translations=["Open"]),
        "%(n)d orang": messages.Message(
            "%(n)d orang", plural="%(n)d orang", translations=["%(n)d person", "%(n)d people"]
        ),
    }
    messages.write_po(source, "en", texts)
    messages.compile_mo(source, tmp_path / "x.mo")

    with open(tmp_path / "x.mo", "rb") as stream:
        read = gettext.GNUTranslations(stream)

    assert read.gettext("Satu") == "One"
    assert read.pgettext("menu", "Buka") == "Open"
    assert read.ngettext("%(n)d orang", "%(n)d orang", 1) == "%(n)d person"
    assert read.ngettext("%(n)d orang", "%(n)d orang", 2) == "%(n)d people"


def test_texts_are_collected_from_templates_and_code(tmp_path):
    package = tmp_path / "paket"
    package.mkdir()
    (package / "a.html").write_text(
        "{% load i18n %}{% translate 'Halo' %}{% blocktranslate trimmed count n=n %}satu (1) orang{% plural %}"
        "{{ n }} orang{% endblocktranslate %}{{ _('Lagi') }}"
    )
    (package / "b.py").write_text('x = _("Kode")\ny = pgettext("tombol", "Buka")')

    found = messages.collect(package)

    assert sorted(found) == ["Halo", "Kode", "Lagi", "satu (1) orang", "tombol\x04Buka"]
