"""What goes out: rows with their reasons, to be corrected, and the list of parties."""

import csv
import tempfile
from collections.abc import Iterator
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from keepwell.exchange.commands.export_parties import export_parties
from keepwell.exchange.forms import ExportForm
from keepwell.exchange.models import ImportFile
from keepwell.exchange.pages.seen import TeammateRequest, file_or_404, must_be
from keepwell.exchange.parties_out import FORMS, defused, parties_to_write
from keepwell.exchange.queries.imports import REASON, kept_outcomes
from keepwell.exchange.words import told
from keepwell.firm.rules import Act

DOWNLOADED = ("refused", "skipped", "unclear", "added", "updated")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """A file that gives back what is written to it, for the csv module."""

    def write(self, text: str) -> str:
        return text


def rows(
    request: TeammateRequest, import_id: UUID, file_id: UUID, outcome: str
) -> StreamingHttpResponse:
    """Rows of a file as CSV, in the same columns, each with its reason in front."""
    file = file_or_404(request, import_id, file_id)
    if outcome not in DOWNLOADED:
        raise Http404
    answer = StreamingHttpResponse(
        _lines(file, outcome, get_language()), content_type="text/csv; charset=utf-8"
    )
    return _as_download(answer, f"{outcome}-{_stem(file.name)}.csv")


def _lines(file: ImportFile, outcome: str, language: str | None) -> Iterator[bytes]:
    """Lines are written when the page is done, so they are told whose language they speak."""
    writer = csv.writer(_Echo())
    header = [name for name in file.shape.get("header") or ["as it stood"] if name != REASON]
    places = [n for n, name in enumerate(file.shape.get("header") or ()) if name == REASON]
    yield "\ufeff".encode()
    yield writer.writerow([REASON, *header]).encode()
    for row in kept_outcomes(file, outcome).iterator(chunk_size=1_000):
        cells = [cell for n, cell in enumerate(row.cells) if n not in places]
        with override(language):
            facts = {"number": row.number, "why": told(row.because)}
            because = _("row %(number)s: %(why)s") % facts
        yield writer.writerow([because, *map(defused, map(str, cells))]).encode(
            errors="replace"
        )


def _stem(name: str) -> str:
    last = name.rpartition("/")[2]
    plain = "".join(
        c if c.isalnum() or c in "-_ " else "-" for c in last.rpartition(".")[0] or last
    )
    return plain.strip(" -")[:80] or "rows"


def _as_download(answer: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    ascii_name = name.encode("ascii", "ignore").decode() or "rows.csv"
    answer["Content-Disposition"] = f'attachment; filename="{ascii_name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


def parties(request: TeammateRequest) -> HttpResponse | FileResponse:
    """The list of parties as a file: which, in which form, and how many rows that is."""
    by = must_be(request, Act.EXPORT)
    asked = {"form": "csv", **request.GET.dict()}
    asked["form"] = asked.get("format", asked["form"])
    form = ExportForm(request.POST or asked)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = {name: told[name] for name in ("nature", "kind", "stage", "owner")}
        file = tempfile.TemporaryFile(prefix="keepwell-export-")  # noqa: SIM115 - closed by the answer
        rows = export_parties(file, form=told["form"], filters=chosen, at=timezone.now(), by=by)
        file.seek(0)
        kind = XLSX if told["form"] == "xlsx" else "text/csv; charset=utf-8"
        answer = FileResponse(file, content_type=kind)
        day = timezone.localdate().isoformat()
        answer["X-Keepwell-Rows"] = str(rows)
        return _as_download(answer, f"parties-{day}-{rows}-rows.{told['form']}")  # type: ignore[return-value]
    chosen = form.cleaned_data if form.is_valid() else {}
    chosen = {
        name: str(value) for name, value in chosen.items() if name not in ("form", *FORMS)
    }
    context = {"form": form, "count": parties_to_write(by, chosen).count()}
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/export.html", context, status=status)
