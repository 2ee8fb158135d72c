"""The audit trail and the jobs of everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from bangkom.foundation.access import requires
from bangkom.portal import rules
from bangkom.portal.queries import operations
from bangkom.portal.tables import AuditTable, JobTable


@requires(rules.reads_audit)
def audit_list(request: HttpRequest) -> HttpResponse:
    return AuditTable(request, operations.audit_rows()).respond("portal/audit_list.html")


@requires(rules.watches_operation)
def job_list(request: HttpRequest) -> HttpResponse:
    table = JobTable(request, operations.job_rows())
    return table.respond("portal/job_list.html", {"health": operations.health()})
