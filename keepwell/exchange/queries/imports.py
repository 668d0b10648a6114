"""Imports as those who may see them: how far, what became of their rows, what can be done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet, Sum

from keepwell.exchange import progress
from keepwell.exchange.models import Import, ImportFile, ImportState, Preset, RowOutcome, Trace
from keepwell.exchange.readers.shapes import TableShape
from keepwell.exchange.readers.vendors import KNOWN_BY, known_by_of
from keepwell.exchange.readers.vendors.columns import plain_header
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.parties.models import Party
from keepwell.walls.queries import stands_before_a_wall, visible_parties

OUTCOMES = ("added", "updated", "skipped", "unclear", "refused")
# The column in which refused rows carry their reason; the reader takes it for nothing.
REASON = "Keepwell: why"
PAGE = 50
DEAD_AFTER = timedelta(minutes=3)
OF_PARTIES = ("organisations", "people", "leads", "cards")
SHAPE_FIELDS = tuple(TableShape.__slots__)


def imports_seen_by(teammate: Teammate) -> QuerySet[Import]:
    """The imports a teammate may look at, the newest first: their own; managers see all.

    Rows show what they hold, so a manager before whom a wall stands sees only their own.
    """
    if not may(teammate.role, Act.IMPORT):
        return Import.objects.none()
    found = Import.objects.select_related("started_by").order_by("-created_at", "-pk")
    if may(teammate.role, Act.RUN_FIRM) and not stands_before_a_wall(teammate):
        return found
    return found.filter(started_by=teammate)


def files_of(jobs: Sequence[Import]) -> dict[UUID, list[ImportFile]]:
    """The files of some imports, in the order they are read; one query."""
    files: dict[UUID, list[ImportFile]] = {job.pk: [] for job in jobs}
    kept = ImportFile.objects.filter(job__in=jobs).order_by("job", "order")
    for file in kept.only("job", "name", "rows", *OUTCOMES):
        files[file.job_id].append(file)
    return files


def shape_of(file: ImportFile) -> TableShape:
    """How a table is written, as it was found or chosen."""
    told = {name: file.shape[name] for name in SHAPE_FIELDS if name in file.shape}
    return TableShape(**{**told, "header": tuple(told["header"])})


def header_key(header: Sequence[str]) -> str:
    """What tells files of one shape: their headers in order, ours left out."""
    plain = [plain_header(name) for name in header if name != REASON]
    return hashlib.blake2b("\n".join(plain).encode(), digest_size=32).hexdigest()


def shape_key(file: ImportFile) -> str:
    """What tells files of one shape: a table's headers, else only what it is."""
    return header_key(file.shape.get("header") or []) if file.form == "table" else file.table


def preset_for(header: Sequence[str]) -> Preset | None:
    """The newest kept way of reading a file with this header."""
    kept = Preset.objects.filter(header_key=header_key(header))
    return kept.order_by("-pk").first() if header else None


def mappings_of(job: Import) -> dict[str, dict[str, Any]]:
    """How an import read its files, by what tells those of one shape."""
    files = job.files.exclude(table="unknown")
    return {shape_key(file): file.mapping for file in files if file.mapping}


@dataclass(frozen=True, slots=True)
class Far:
    """How far a run is; `whole` is an estimate, never less than `rows`."""

    rows: int
    whole: int
    files_done: int
    files: int
    now: str = ""

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return min(1.0, self.rows / self.whole) if self.whole else 0.0


def how_far(job: Import) -> Far:
    """Rows read so far, of how many, as far as one can know before reading them."""
    files = list(job.files.order_by("order"))
    seen = progress.how_far(job.pk) if job.is_dry_run else {}
    rows = whole = 0
    now = ""
    for file in files:
        read = seen.get(file.order, 0) if job.is_dry_run else file.position
        over = file.is_done or (job.is_dry_run and any(order > file.order for order in seen))
        expected = read if over else max(read, int(file.shape.get("expected") or 0))
        rows, whole = rows + read, whole + expected
        if read and not over:
            now = file.name
    done = sum(file.is_done for file in files)
    return Far(rows, max(rows, whole), done, len(files), now)


def seems_dead(job: Import, at: datetime) -> bool:
    """Whether a run says it is running, though nothing has come of it for minutes."""
    if job.state != ImportState.RUNNING or job.is_dry_run:
        return False
    return job.heartbeat_at is None or at - job.heartbeat_at > DEAD_AFTER


def tally_of(job: Import) -> dict[str, int]:
    """The tally of all files together, and their rows."""
    names = ("rows", *OUTCOMES)
    sums = job.files.aggregate(**{name: Sum(name) for name in names})
    return {name: sums[name] or 0 for name in names}


def outcomes_of(
    job: Import, outcome: str, *, file: ImportFile | None = None, after: int = 0
) -> list[RowOutcome]:
    """A page of rows with this outcome and one more, in the order they were noted."""
    rows = RowOutcome.objects.filter(file__job=job, outcome=outcome, pk__gt=after)
    rows = rows.filter(file=file) if file else rows
    return list(rows.select_related("file").order_by("pk")[: PAGE + 1])


def rows_with(job: Import, outcome: str) -> QuerySet[RowOutcome]:
    """All rows of an import with this outcome."""
    return RowOutcome.objects.filter(file__job=job, outcome=outcome).select_related("file")


def kept_outcomes(file: ImportFile, outcome: str) -> QuerySet[RowOutcome]:
    """All rows of a file with this outcome, in the order of the file."""
    return RowOutcome.objects.filter(file=file, outcome=outcome).order_by("number", "pk")


@dataclass(frozen=True, slots=True)
class Brought:
    """Something an import made or changed that a teammate may see."""

    trace: int
    party: Party
    changes: tuple[tuple[str, Any, Any], ...] = ()


def parties_brought(
    job: Import, teammate: Teammate, *, changed: bool, after: int = 0
) -> tuple[list[Brought], int]:
    """A page of what an import added or changed, and where the next page begins (or 0)."""
    traces = Trace.objects.filter(job=job, noun="parties.Party", pk__gt=after)
    found = traces.filter(before__isnull=not changed).order_by("pk")[: PAGE + 1]
    page = list(found)
    ids = {UUID(trace.noun_id) for trace in page[:PAGE]}
    seen = visible_parties(teammate, with_trash=True).in_bulk(list(ids))
    brought = [
        Brought(trace.pk, party, _changes(trace))
        for trace in page[:PAGE]
        if (party := seen.get(UUID(trace.noun_id)))
    ]
    return brought, page[PAGE - 1].pk if len(page) > PAGE else 0


def _changes(trace: Trace) -> tuple[tuple[str, Any, Any], ...]:
    before, after = trace.before or {}, trace.after or {}
    names = {field.name: field.verbose_name for field in Party._meta.fields}
    return tuple(
        (str(names.get(name, name)), before.get(name), value) for name, value in after.items()
    )


def mapping_columns(file: ImportFile) -> dict[str, str]:
    """Which column goes where, as chosen."""
    return cast(dict[str, str], file.mapping.get("columns") or {})


def known_by_chosen(file: ImportFile) -> tuple[str, ...]:
    """By what the parties of a file are known again; nothing where it holds none."""
    return known_by_of(file.mapping) if file.table in OF_PARTIES else ()


def is_narrowed(job: Import) -> bool:
    """Whether parties of some file of it are not known again by all there is."""
    files = job.files.filter(table__in=OF_PARTIES).exclude(form="refused")
    return any(known_by_chosen(file) != KNOWN_BY for file in files)


def broken_off_at_a_terminal() -> list[Import]:
    """Imports that were begun at a terminal and did not end, the oldest first.

    What began in the browser is gone on with by a worker; what people stopped stays stopped.
    """
    begun = (ImportState.READY, ImportState.RUNNING)
    found = Import.objects.filter(started_by=None, is_dry_run=False, state__in=begun)
    return list(found.order_by("created_at", "pk"))
