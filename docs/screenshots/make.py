"""Make the pictures of README and docs from a running sample city.

    python3 manage.py demo                                   # in another window
    .venv/bin/python docs/screenshots/make.py http://127.0.0.1:8000

Needs Chromium and the environment of ``manage.py test``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# File name, persona, address, size, whole page.
PICTURES = [
    ("meja-rencana.png", "ratna", "/rencana/", WIDE),
    ("peta-kesenjangan.png", "ratna", "/kesenjangan/", WIDE),
    ("pimpinan.png", "sekda", "/", WIDE),
    ("beranda-asn.png", "sari", "/", NARROW),
]


def main() -> None:
    from playwright.sync_api import sync_playwright

    from bangkom.config.sample import personas
    from tests.browser.conftest import ARGUMENTS

    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for file_name, persona, path, size in PICTURES:
            context = browser.new_context(viewport=size, base_url=address, locale="id-ID")
            page = context.new_page()
            page.goto("/masuk/")
            page.fill("input[name=login]", f"{persona}@{personas.MAIL}")
            page.fill("input[name=password]", personas.PASSWORD)
            page.click("main form button")
            page.wait_for_load_state("networkidle")
            page.goto(path, wait_until="networkidle")
            page.screenshot(path=str(Path(__file__).with_name(file_name)))
            context.close()
            print(file_name)  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
