"""The shared table in a real browser, on the list of people: with JavaScript, by keyboard, and without."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LIST, TABLE, FOUND = "/pegawai/", "#tabel-employee", "#tabel-employee-hasil .bk-shown"


def count_of(page) -> int:
    """How many people the table says it found."""
    return int(re.findall(r"\d+", page.inner_text(FOUND).replace(".", ""))[-1])


def narrowed(page, act) -> int:
    """The count after ``act``, once the rows were exchanged."""
    with page.expect_response(lambda answer: LIST in answer.url and answer.status == 200):
        act()
    page.wait_for_selector(".htmx-request, .htmx-swapping", state="detached")
    page.wait_for_timeout(100)
    return count_of(page)


def test_typing_narrows_the_rows_keeps_the_cursor_and_can_be_passed_on(enter):
    page = enter("ratna")
    page.goto(LIST)
    everybody = count_of(page)
    found = narrowed(page, lambda: page.locator(f"{TABLE}-cari-teks").press_sequentially("wati", delay=20))

    assert 0 < found < everybody
    assert page.evaluate("document.activeElement.id") == "tabel-employee-cari-teks"
    assert page.url.endswith("/pegawai/?cari=wati")
    page.goto(page.url)
    assert count_of(page) == found


def test_back_leads_to_the_list_before_the_filter(enter):
    page = enter("ratna")
    page.goto(LIST)
    everybody = count_of(page)
    kind = page.locator(f"{TABLE} select[name=kind], {TABLE} select[name=status]").first
    kind.select_option(index=1)
    page.wait_for_url("**/pegawai/?*")
    page.go_back()
    page.locator(FOUND, has_text=f" {everybody} ").wait_for()

    assert page.locator("main").count() == 1
    assert page.url.split("#")[0].endswith(LIST)


def test_a_heading_sorts_by_keyboard_and_keeps_the_focus(enter):
    page = enter("ratna")
    page.goto(LIST)
    heading = page.locator(f"{TABLE} thead a").first
    heading.focus()
    name = heading.get_attribute("id")
    narrowed(page, lambda: page.keyboard.press("Enter"))

    assert page.locator(f"{TABLE} [aria-sort]").count() == 1
    assert page.evaluate("document.activeElement.id") == name


def test_without_javascript_the_form_finds_and_the_pages_turn(enter):
    page = enter("ratna", NARROW, javascript=False)
    page.goto(LIST)
    page.click(f"{TABLE} a[rel=next]")
    assert page.inner_text(FOUND).startswith("26–50 ")

    page.goto(LIST)
    page.locator(f"{TABLE}-cari label.bk-reveal-label").click()
    page.fill(f"{TABLE}-cari-teks", "wati")
    page.locator(f"{TABLE}-cari noscript button, {TABLE}-cari button").first.click()
    page.wait_for_url("**cari=wati**")

    assert page.locator(f"{TABLE} tbody tr").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_the_menu_opens_on_a_phone_without_javascript(enter):
    page = enter("sari", NARROW, javascript=False)
    page.goto("/")
    assert not page.is_visible("#menu a[href='/katalog/']")
    page.click(".bk-open-menu")
    page.locator("#menu a[href='/katalog/']").click()

    assert page.url.endswith("/katalog/")


def test_choosing_columns_lasts_and_the_file_holds_just_these(enter):
    page = enter("ratna")
    page.goto(LIST)
    page.click(f"{TABLE} .bk-menu >> nth=0")
    boxes = page.locator(f"{TABLE} .bk-menu-panel input[type=checkbox]")
    for n in range(boxes.count()):
        boxes.nth(n).uncheck()
    boxes.nth(0).check()
    page.click(f"{TABLE} .bk-menu-panel button")
    page.goto(LIST)
    shown = page.locator(f"{TABLE} thead th").all_inner_texts()
    page.click(f"{TABLE} .bk-menu >> nth=1")
    with page.expect_download() as started:
        page.click(f"{TABLE} a[href*='ekspor=csv']")
    first = started.value.path().read_text("utf-8-sig").splitlines()[0]

    assert first.split(";") == shown
