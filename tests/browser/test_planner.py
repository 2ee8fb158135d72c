"""The planner moves the budget slider: the frontier answers at once, the exact plan and its register after."""

from __future__ import annotations

import re
import time

import pytest

from tests.browser.conftest import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# The city's first plan and those at other budgets are computed by its worker in the background.
PATIENCE_S = 420
LINE = re.compile(r"^[\d.]+ kebutuhan (tidak lagi|menjadi) ditunda$")


def desk_with_frontier(page) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        page.goto("/rencana/", wait_until="networkidle")
        if page.locator("#simulasi").count() and not page.locator("#hitung").count():
            return
        time.sleep(2)
    raise AssertionError(f"no frontier on the desk after {PATIENCE_S} s")


def wait_for_result(page, percent: int) -> None:
    page.wait_for_selector(f"#percobaan h2:has-text('Percobaan: Pagu {percent}%')")
    page.wait_for_selector("#percobaan form[action*=simpan]", timeout=120_000)


def fact(page, label: str) -> str:
    return page.locator(f"#simulasi-hasil dt:text-is('{label}') + dd").inner_text()


def test_the_slider_shows_frontier_point_price_and_register_change(enter):
    page = enter("ratna")
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    desk_with_frontier(page)
    now = fact(page, "Kesenjangan tertutup")

    page.focus("#geser-pagu")
    page.keyboard.press("Home")

    page.wait_for_selector("#simulasi-hasil:has-text('(50% dari sekarang)')")
    assert page.locator("#simulasi-hasil", has_text="Titik yang sudah dihitung").count() == 1
    assert page.input_value("#persen-pagu") == "50"
    assert fact(page, "Kesenjangan tertutup").split("\n")[0] != now
    assert re.fullmatch(r"[\d.,]+ tingkat lagi, [\d.]+ orang lagi", fact(page, "Rp100 juta berikutnya"))
    # At rest, the exact plan is computed without a further act.
    wait_for_result(page, 50)
    lines = page.locator("#percobaan li").all_inner_texts()
    assert [bool(LINE.match(line)) for line in lines[:2]] == [True, True]
    assert lines[1] != "0 kebutuhan menjadi ditunda"
    assert page.locator("#percobaan-alasan tbody tr").count() >= 1
    assert page.locator("#percobaan-kabar a").inner_text() == "Lihat yang berubah"
    assert faults == []


def test_without_javascript_the_number_and_its_form_do_the_same(enter):
    page = enter("ratna", javascript=False)
    desk_with_frontier(page)
    assert not page.locator("#geser-pagu").is_visible()

    page.fill("#persen-pagu", "70")
    page.click("#simulasi form[method=get] button")

    assert "(70% dari sekarang)" in page.locator("#simulasi-hasil").inner_text()
    page.click("#coba button")
    for _ in range(120):
        page.goto("/rencana/")
        if page.locator("#percobaan form[action*=simpan]").count():
            break
        time.sleep(1)
    assert page.locator("#percobaan h2").inner_text() == "Percobaan: Pagu 70%"
    assert page.locator("#percobaan li").count() == 4


def test_a_trial_is_saved_as_a_scenario_and_another_one_discarded(enter):
    page = enter("ratna", NARROW)
    desk_with_frontier(page)
    page.fill("#persen-pagu", "60")
    page.keyboard.press("Tab")
    wait_for_result(page, 60)

    page.fill("#nama-percobaan", "Pagu enam puluh persen")
    page.click("#percobaan form[action*=simpan] button")

    page.wait_for_url(re.compile("skenario="))
    assert page.locator("#pilih-skenario option:checked").inner_text() == "Pagu enam puluh persen"
    page.goto("/rencana/")
    page.wait_for_selector("#percobaan section")
    page.click("#percobaan form[action*=buang] button")
    page.wait_for_selector("#percobaan section", state="detached")
    assert page.input_value("#persen-pagu") == "100"
