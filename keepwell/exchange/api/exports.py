"""Exports: the list of parties as a file."""

import tempfile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.utils import timezone
from ninja import Query

from keepwell.exchange.api.shapes import ExportAsked
from keepwell.exchange.commands.export_parties import export_parties
from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.rules import Act, may

door = door_of("exports", "Exports")
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE = {"schema": {"type": "string", "format": "binary"}}
FILES = {"responses": {200: {"description": "The file", "content": {CSV: _FILE, XLSX: _FILE}}}}


@door.get("/exports/parties", openapi_extra=FILES, response={200: None})
def export(request: AskerRequest, asked: Query[ExportAsked]) -> Any:
    """All parties one may see, narrowed, as CSV or Excel. That it went out is on record."""
    if not may(request.user.role, Act.EXPORT):
        raise PermissionDenied
    chosen = asked.model_dump(exclude={"form"})
    file = tempfile.TemporaryFile(prefix="keepwell-export-")  # noqa: SIM115 - closed by the answer
    export_parties(file, form=asked.form, filters=chosen, at=timezone.now(), by=request.user)
    file.seek(0)
    kind = XLSX if asked.form == "xlsx" else CSV
    name = f"parties-{timezone.localdate().isoformat()}.{asked.form}"
    return FileResponse(file, content_type=kind, as_attachment=True, filename=name)
