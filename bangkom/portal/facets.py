"""What the rooms above people add to the people list and to the page of one person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from bangkom.assessment.queries import person_gaps
from bangkom.foundation import display
from bangkom.people.queries import EmployeeFacet, PersonLink, add_facet, add_person_link
from bangkom.portal.queries.office import with_duty


def register() -> None:
    add_person_link(PersonLink("portal:person", _("Ringkasan"), "user-circle", order=10))
    add_person_link(PersonLink("assessment:employee-gap", _("Kesenjangan"), "chart-bar", order=20))
    add_person_link(PersonLink("planning:employee-plan", _("Rencana"), "calendar", order=30))
    add_facet(EmployeeFacet("jp", _("JP tahun ini"), "duty__jp", prepare=with_duty, cell=_jp, numeric=True))
    add_facet(
        EmployeeFacet(
            "pita",
            _("Kesenjangan"),
            "gap_summary__band",
            choices=person_gaps.ikk_band_choices,
            cell=_band,
        )
    )


def _jp(jp: Any) -> Any:
    return display.NOTHING if jp is None else str(int(jp))


def _band(band: str | None) -> Any:
    return band or display.NOTHING
