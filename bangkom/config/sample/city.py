"""Makes the whole sample city, stage by stage, each in its own transaction."""

from __future__ import annotations

import collections
import contextlib
import datetime
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.config.sample import population
from bangkom.config.sample.assessments import Assessments
from bangkom.config.sample.catalogue import Offer, make_catalogue
from bangkom.config.sample.load import keys
from bangkom.config.sample.money import make_mandates, make_year
from bangkom.config.sample.organisation import Tree
from bangkom.config.sample.people import Crew
from bangkom.config.sample.personas import make_personas
from bangkom.config.sample.posts import Posts
from bangkom.config.sample.records import YEARS, Records
from bangkom.config.sample.staffing import Staffing
from bangkom.config.sample.standards import Demands, make_standards
from bangkom.config.sample.state import PARTIAL, ROOT_CODE, CityExists, people_count
from bangkom.foundation.errors import AlreadyRunning

SMALLEST, LARGEST, USUAL = 540, 500_000, 5_400
SEED = 7471


class City:
    """What the stages share: size, chance, day, and what was made so far."""

    def __init__(self, people: int, seed: int, today: datetime.date) -> None:
        self.people, self.seed, self.today = people, seed, today
        self.rng = Random(seed)  # noqa: S311 - repeatable, not secret
        self.tree: Tree
        self.posts: Posts
        self.crew: Crew
        self.offers: dict[str, Offer]

    @property
    def year(self) -> int:
        """The year that is planned: the next one."""
        return self.today.year + 1


def make_city(
    people: int = USUAL, *, seed: int = SEED, today: datetime.date | None = None, say: Any = None
) -> City:
    """Make the sample city in an empty database. Raises ``CityExists`` where real people are.

    ``say(text)`` hears of every stage; the default writes to stderr.
    """
    count = people_count()
    if count:
        raise CityExists(count)
    city = City(people, seed, today or timezone.localdate())
    for name, stage in stages():
        began = time.monotonic()
        # Levels are exchanged in transactions of their own, some thousand people at a time.
        with contextlib.nullcontext() if stage is _levels else transaction.atomic():
            result = stage(city)
        (say or _say)(f"  {name}: {result} ({time.monotonic() - began:.1f} s)")
    _analyse()
    return city


def stages() -> list[tuple[str, Callable[[City], str]]]:
    return [
        (_("Tabel acuan"), _reference),
        (_("OPD, jabatan, dan pegawai"), _people),
        (_("Standar jabatan"), _standards),
        (_("Bukti penilaian"), _evidence),
        (_("Tingkat dan kesenjangan"), _levels),
        (_("Katalog"), _catalogue),
        (_("Rekam jejak belajar"), _records),
        (_("Pagu dan pelatihan wajib"), _money),
        (_("Tokoh yang dapat masuk"), _personas),
    ]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _reference(city: City) -> str:
    from bangkom.config.reference import load_all

    return str(sum(load_all().values()))


def _people(city: City) -> str:
    """Offices, posts and everybody in them; supervisors are hired before those they lead."""
    drafts = dict(population.offices(city.people, city.rng))
    counts = {code: collections.Counter(draft.job for draft in group) for code, group in drafts.items()}
    city.tree = Tree()
    city.tree.build(counts)
    city.posts = Posts(city.rng)
    city.crew = Crew(city.rng, city.today, city.posts)
    above = None
    for code, office in city.tree.offices.items():
        head = Staffing(city.crew, office, drafts[code], above).run()
        above = above or head
    opds = city.tree.close()
    posts = city.posts.close()
    written = city.crew.close()
    apps.get_model("people.Opd")._default_manager.filter(code=ROOT_CODE).update(siasn_id=PARTIAL)
    return _("%(people)s pegawai, %(opds)s unit, %(posts)s jabatan") % {
        "people": written["people"], "opds": opds, "posts": posts,
    }  # fmt: skip


def _standards(city: City) -> str:
    count, requirements = make_standards(city.posts, city.today)
    return _("%(count)s standar jabatan, %(requirements)s tuntutan") % {
        "count": count,
        "requirements": requirements,
    }


def _evidence(city: City) -> str:
    demands = Demands(city.posts)
    return str(Assessments(city.seed, city.today, city.crew.roll, city.posts, demands).write())


def _levels(city: City) -> str:
    from bangkom.assessment.services import recompute_levels

    done = recompute_levels(day=city.today)
    return _("%(people)s pegawai, %(pairs)s pasangan pegawai dan kompetensi") % {
        "people": done.people, "pairs": done.pairs,
    }  # fmt: skip


def _catalogue(city: City) -> str:
    city.offers = make_catalogue(city.people)
    return _("%(count)s program") % {"count": len(city.offers)}


def _records(city: City) -> str:
    from bangkom.records.services import recount

    forms = keys("catalogue.LearningForm", "code")
    count = Records(city.rng, city.today, city.crew.roll, city.posts, city.offers, forms).write()
    for year in range(city.today.year - YEARS + 1, city.today.year + 1):
        recount(year)
    return str(count)


def _money(city: City) -> str:
    year = make_year(city.year, city.crew.roll)
    count = make_mandates(year, city.crew.roll, city.posts, city.offers, city.today, city.rng)
    return _("tahun %(year)s, %(count)s kewajiban") % {"year": city.year, "count": count}


def _personas(city: City) -> str:
    return str(make_personas(city.today))


def make_plan(say: Any = None, *, quick: bool = False) -> None:
    """Compute the active plan of the year that the sample city plans, if it has none.

    ``quick`` takes the engine's interactive effort and leaves out the plans at other budgets.
    """
    from bangkom.planning import services

    say = say or _say
    scenario = apps.get_model("planning.Scenario")._default_manager.filter(is_active=True).first()
    if scenario is None or scenario.runs.filter(is_current=True).exists():
        return
    began = time.monotonic()
    effort = "quick" if quick else "auto"
    run = services.compute(scenario, _every_few_seconds(say), effort=effort, with_frontier=not quick)
    text = _("Rencana %(year)s: jarak ke batas terbukti %(distance).2f %%") % {
        "year": scenario.year.year, "distance": run.distance_percent or 0,
    }  # fmt: skip
    say(f"  {text} ({time.monotonic() - began:.1f} s)")


def queue_plan() -> bool:
    """Let the worker compute the plan anew, with the plans at other budgets, unless it has them or is at it."""
    from bangkom.planning import services

    scenario = apps.get_model("planning.Scenario")._default_manager.filter(is_active=True).first()
    if scenario is None or scenario.runs.filter(is_current=True).exclude(frontier=[]).exists():
        return False
    role = (
        apps.get_model("people.Role")._default_manager.filter(kind="planner").select_related("user").first()
    )
    try:
        services.start_computation(scenario=scenario, actor=role.user if role else None)
    except AlreadyRunning:
        return False
    return True


def _every_few_seconds(say: Callable[[str], Any]) -> Callable[[int, int, str], None]:
    last = time.monotonic()

    def tell(done: int, total: int, note: str) -> None:
        nonlocal last
        if time.monotonic() - last > 5:
            last = time.monotonic()
            say(f"    {100 * done // max(total, 1)} % {note}")

    return tell


def _analyse() -> None:
    """Tell the database's planner of queries what it holds now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
