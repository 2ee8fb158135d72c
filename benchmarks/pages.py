"""What the main pages cost: server CPU, queries, bytes of a first load.

    python3 benchmarks/pages.py [--people 5400] [--runs 60]

Prints a table, and one JSON object as the last line: per page cpu_ms_median, p95_ms, queries, kb_first_load.
CPU is the process's own time (user and system) around one request, database work of SQLite included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time

from _environment import city, enter


def main() -> None:
    enter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5400)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--home", help="folder of an existing sample city")
    options = parser.parse_args()
    city(options.people, options.home)
    import bangkom.config.wsgi  # noqa: F401  (the server's own settings of the collector)

    rows = {name: measure(persona, url, options.runs) for name, (persona, url) in pages().items()}
    for name, row in rows.items():
        print(f"{name:26} {row}")
    print(json.dumps({"benchmark": "pages", "people": options.people, "runs": options.runs, "pages": rows}))


def pages() -> dict[str, tuple[str, str]]:
    """Name -> (persona, address) of the pages that are held to a budget."""
    from django.urls import reverse

    from bangkom.people.models import Employee, Opd

    opd = Opd.objects.filter(name="Dinas Kesehatan").first() or Opd.objects.filter(kind="dinas").first()
    someone = Employee.objects.filter(opd=opd, gap_summary__isnull=False).order_by("pk").first()
    people = reverse("people:employee-list")
    return {
        "home_employee": ("employee", reverse("portal:home")),
        "home_head": ("head", reverse("portal:home")),
        "home_planner": ("planner", reverse("portal:home")),
        "leadership": ("leadership", reverse("portal:leadership")),
        "person": ("planner", reverse("people:employee-show", args=[someone.pk])),
        "person_gap": ("planner", reverse("assessment:employee-gap", args=[someone.pk])),
        "heat_map": ("planner", reverse("assessment:heat-map")),
        "people_list": ("planner", people),
        "people_list_filtered": ("planner", f"{people}?opd={opd.pk}"),
        "people_list_searched": ("planner", f"{people}?cari=siti"),
        "people_list_of_head": ("head", people),
        "desk": ("planner", reverse("planning:desk")),
    }


def measure(persona: str, url: str, runs: int) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bangkom.people.models import Role, User

    if persona == "employee":
        user = (
            User.objects.filter(employee__isnull=False, roles__isnull=True).first()
            or User.objects.filter(employee__isnull=False, roles__kind="employee").first()
        )
    else:
        user = Role.objects.filter(kind=persona).order_by("pk").first().user
    client = Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for _ in range(5):
        answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answers {answer.status_code} to {persona}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    # Counted now: the log is emptied by the next request.
    count = len(queries.captured_queries)
    spent = []
    for _ in range(runs):
        began = time.process_time()
        client.get(url)
        spent.append((time.process_time() - began) * 1000)
    spent.sort()
    return {
        "cpu_ms_median": round(statistics.median(spent), 2),
        "p95_ms": round(spent[int(len(spent) * 0.95) - 1], 2),
        "queries": count,
        "kb_first_load": round(first_load(answer) / 1024, 1),
    }


def first_load(answer) -> int:  # type: ignore[no-untyped-def]
    """Bytes on the wire of the page and of everything that it names: styles, scripts, font, pictures."""
    from django.contrib.staticfiles import finders

    raw = answer.content
    html = gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw
    total = len(raw)
    names = set(re.findall(rb'(?:href|src)="/static/([^"?]+)"', html))
    for name in names:
        path = finders.find(re.sub(r"\.[0-9a-f]{12}\.", ".", name.decode()))
        if path is None:
            continue
        with open(path, "rb") as stream:
            body = stream.read()
        total += len(body) if name.endswith(b".woff2") else len(gzip.compress(body, 6))
    return total


if __name__ == "__main__":
    main()
