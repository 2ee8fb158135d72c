"""Pages of the plumbing: watching and cancelling a job."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.foundation import jobs, rules
from bangkom.foundation.access import requires, signed_in
from bangkom.foundation.models import Job
from bangkom.foundation.pages import answer, is_htmx


@requires(signed_in)
def job_show(request: HttpRequest, pk: int) -> HttpResponse:
    """A job's progress: the bar alone for htmx, the page for a reload; the result's page once it is done."""
    job = get_object_or_404(Job, rules.visible_jobs(request.user), pk=pk)
    if is_htmx(request):
        return render(request, "foundation/job_progress.html", {"job": job})
    if job.state == "done" and job.result_url:
        return redirect(job.result_url)
    return render(request, "foundation/job.html", {"job": job})


@requires(signed_in)
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, rules.visible_jobs(request.user), pk=pk)
    jobs.cancel(job)
    job.refresh_from_db()
    message = _("Permintaan berhenti sudah dikirim.")
    return answer(
        request,
        "foundation/job_progress.html",
        {"job": job},
        back="foundation:job",
        back_args=(pk,),
        message=message,
    )
