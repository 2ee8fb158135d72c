"""A real server with a small sample city, and a real browser. Started once for all browser tests."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]
PEOPLE = 540
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# Without these Chromium asks its maker's hosts at every start.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class City:
    """The running sample city: its address and who signs in."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    personas: dict[str, str] = field(default_factory=dict)
    password: str = ""


@pytest.fixture(scope="session")
def chromium() -> str:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium found (apt install chromium)")
    return path


@pytest.fixture(scope="session")
def city(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """``manage.py demo`` on a free port; on PostgreSQL in a database of its own."""
    from bangkom.config.sample import personas

    home, port = tmp_path_factory.mktemp("city"), free_port()
    log = home / "demo.log"
    environment = {**os.environ, "BANGKOM_HOME": str(home)}
    environment.pop("PYTEST_CURRENT_TEST", None)
    if url := environment.get("DATABASE_URL"):
        environment["DATABASE_URL"] = own_database(url, f"city_{port}")
    command = [sys.executable, "manage.py", "demo", "--people", str(PEOPLE), "--port", str(port)]
    with open(log, "wb") as stream:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stream, stderr=stream)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(process, url, log)
        yield City(
            url,
            home,
            process,
            {p.key: f"{p.key}@{personas.MAIL}" for p in personas.PERSONAS},
            personas.PASSWORD,
        )
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, log.read_text()[-2000:]


def own_database(url: str, name: str) -> str:
    """Address of a new database beside the one that ``url`` names."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rsplit('/', 1)[0]}/{name}"


def wait_until_served(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"demo ended with {process.returncode}:\n{log.read_text()[-3000:]}")
        try:
            urllib.request.urlopen(f"{url}/sehat/", timeout=2)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise RuntimeError(f"demo did not serve within five minutes:\n{log.read_text()[-3000:]}")


# Of a module, not of the session: the driver keeps an event loop in this thread, in which Django refuses the
# database, so it must have ended before the next room's tests.
@pytest.fixture(scope="module")
def browser(chromium: str):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def enter(browser, city: City):
    """``enter(persona, viewport, javascript=True)`` gives a page on which that persona has signed in."""
    contexts = []

    def open_for(
        persona: str, viewport: dict[str, int] = WIDE, *, javascript: bool = True, language: str = "id"
    ):
        context = browser.new_context(
            viewport=viewport, java_script_enabled=javascript, locale="id-ID", base_url=city.url
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/masuk/")
        page.fill("input[name=login]", city.personas[persona])
        page.fill("input[name=password]", city.password)
        page.click("main form button")
        page.wait_for_url(lambda url: "/masuk/" not in url)
        if language != "id":
            context.add_cookies([{"name": "django_language", "value": language, "url": city.url}])
        return page

    yield open_for
    for context in contexts:
        context.close()
