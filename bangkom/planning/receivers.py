"""What planning adds to pages of rooms below."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.catalogue.queries import Fact
from bangkom.foundation import display
from bangkom.planning import queries, rules


def facts_of_programme(user: Any, programme: Any) -> list[Fact]:
    """Seats and batches of a programme in the active plan, for those who read the whole plan."""
    if not rules.sees_the_desk(user):
        return []
    run = queries.active_run()
    if run is None:
        return []
    batches, seats, cost = queries.programme_totals(run, programme.pk)
    year = run.scenario.year.year
    url = f"{reverse('planning:seat-list')}?tahun={year}&program={programme.pk}"
    label = _("Rencana %(year)s") % {"year": year}
    if not seats:
        return [Fact(label, _("tidak ada kursi"))]
    text = _("%(seats)s kursi") % {"seats": display.number(seats)}
    if batches:
        text = _("%(batches)s angkatan, %(seats)s kursi") % {
            "batches": batches,
            "seats": display.number(seats),
        }
    return [Fact(label, text, url), Fact(_("Biaya dalam rencana"), display.rupiah(cost))]
