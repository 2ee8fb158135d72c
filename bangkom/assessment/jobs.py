"""Long work of assessment."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.assessment import services
from bangkom.foundation import jobs


@jobs.kind(services.RECOMPUTE)
def recompute(progress: jobs.Progress, employee_ids: list[int] | None = None) -> str:
    """Levels, gaps and summaries of everybody, or of some."""
    services.recompute_levels(
        employee_ids, tell=lambda done, total: progress(done, total, _("Tingkat dan kesenjangan pegawai"))
    )
    return reverse("assessment:heat-map")
