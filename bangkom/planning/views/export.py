"""The whole plan as one workbook."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404, HttpRequest
from django.utils.text import slugify

from bangkom.foundation.access import requires
from bangkom.foundation.tables.export import IN_MEMORY, TYPES
from bangkom.planning import rules
from bangkom.planning.queries.workbook import write_workbook
from bangkom.planning.views.choosing import choose


@requires(rules.sees_the_desk)
def workbook(request: HttpRequest) -> FileResponse:
    choice = choose(request)
    if choice.run is None:
        raise Http404
    stream = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    write_workbook(choice.run, stream)
    stream.seek(0)
    name = f"rencana-{choice.year.year}-{slugify(choice.scenario.name)}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=TYPES["xlsx"])
