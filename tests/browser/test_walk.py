"""Every page that a persona can reach by links: accessible, light, alone on its host, at both widths.

The walk starts at the home page and follows links; of each kind of page (by the name of its address) it opens
one example. A page that is added later is found by itself.
"""

from __future__ import annotations

import os
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.xdist_group("browser")]

PERSONAS = ["sari", "bima", "kepegawaian", "ratna", "penyelenggara", "sekda", "pemeriksa", "operator"]
# Examples of each kind of page.
EXAMPLES = 1
BUDGET = 100 * 1024
# CI examines every page for every persona (BANGKOM_WALK=all); at a desk two personas per kind of page are enough.
PERSONAS_PER_PAGE = 99 if os.environ.get("BANGKOM_WALK") == "all" else 2
examined: Counter[str] = Counter()
# Downloads and acts are not pages.
LEFT_OUT = {"account_logout", "standards:framework-export", "planning:workbook", "people:import-remedies"}


def name_of(url: str) -> str | None:
    """Name of the address, or None for a download or something that is no page of ours."""
    parts = urlsplit(url)
    if "ekspor=" in parts.query or "unduh=" in parts.query:
        return None
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return None


def walk(page, city) -> dict[str, list[str]]:
    """Addresses by name, found breadth first from the home page."""
    found: dict[str, list[str]] = {}
    queue = ["/"]
    seen = set(queue)
    while queue:
        url = queue.pop(0)
        name = name_of(url)
        if name is None or name in LEFT_OUT or len(found.get(name, [])) >= EXAMPLES:
            continue
        found.setdefault(name, []).append(url)
        answer = page.goto(url, wait_until="domcontentloaded")
        if "text/html" not in answer.headers.get("content-type", ""):
            found[name].remove(url)
            continue
        assert answer.status == 200, f"{url} answers {answer.status}"
        for link in page.eval_on_selector_all("a[href]", "nodes => nodes.map(n => n.href)"):
            if not link.startswith(city.url):
                assert link.startswith(("mailto:", "tel:")), f"{url} links to {link}"
                continue
            short = link.removeprefix(city.url).split("#")[0]
            if short not in seen:
                seen.add(short)
                queue.append(short)
    return found


def weigh(page, url: str, city) -> tuple[int, list[str]]:
    """Bytes on the wire of a first load with an empty cache, and requests to other hosts."""
    sizes: dict[str, int] = {}
    foreign: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on(
        "Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], int(e["encodedDataLength"]))
    )
    session.on(
        "Network.requestWillBeSent",
        lambda e: (
            None
            if e["request"]["url"].startswith((city.url, "data:"))
            else foreign.append(e["request"]["url"])
        ),
    )
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sum(sizes.values()), foreign


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_accessible_light_and_alone(persona, enter, city):
    from axe_playwright_python.sync_playwright import Axe

    axe, faults = Axe(), []
    page = enter(persona)
    page.on(
        "console", lambda m: faults.append(f"{page.url} console: {m.text}") if m.type == "error" else None
    )
    page.on("pageerror", lambda e: faults.append(f"{page.url} error: {e}"))
    pages = walk(page, city)
    assert len(pages) >= 4
    for name, urls in pages.items():
        examined[name] += 1
        if examined[name] > PERSONAS_PER_PAGE and name != "portal:home":
            continue
        for url in urls:
            page.set_viewport_size(WIDE)
            weight, foreign = weigh(page, url, city)
            if weight > BUDGET:
                faults.append(f"{url} weighs {weight / 1024:.0f} KB")
            faults += [f"{url} asks {address}" for address in foreign]
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)
                found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
                faults += [f"{url} {size['width']}px {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
                over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if over > 0:
                    faults.append(f"{url} is {over} px too wide at {size['width']}")
    assert faults == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_opens_without_javascript_and_in_english(persona, enter, city):
    pages = walk(enter(persona), city)
    page = enter(persona, NARROW, javascript=False, language="en")
    faults = []
    for urls in pages.values():
        answer = page.goto(urls[0])
        if answer.status != 200 or page.locator("h1").count() != 1 or not page.locator("h1").is_visible():
            faults.append(f"{urls[0]} answers {answer.status} with {page.locator('h1').count()} headings")
        if page.locator("html").get_attribute("lang") != "en":
            faults.append(f"{urls[0]} is not English")
    assert faults == []
