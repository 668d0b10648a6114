"""Files dropped in the browser: looked at, read as kept presets say, and sized up."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from keepwell.exchange.commands.opened import sources_of
from keepwell.exchange.commands.presets import apply_presets
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import Import, ImportFile
from keepwell.exchange.readers.complaints import SourceRefused
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command

SAMPLE = 4 * 2**20
MARKS = {"vcard": b"BEGIN:VCARD", "mbox": b"\nFrom ", "ics": b"BEGIN:VEVENT", "table": b"\n"}


@command
def receive_files(
    paths: Sequence[Path],
    *,
    names: Sequence[str],
    at: datetime,
    by: Teammate,
    like: Import | None = None,
) -> Import:
    """Look at dropped files; tables whose header is known are read as last time.

    `like` is an earlier import whose choices go before kept presets.
    """
    job = start_import(paths, names=names, at=at, by=by)
    apply_presets(job, like=like, at=at, by=by)
    files = list(job.files.filter(is_done=False))
    for file in files:
        file.shape = {**file.shape, "expected": _expected(file)}
    # not for the record: an estimate, for the bar that shows how far it is
    ImportFile.objects.bulk_update(files, ["shape"])
    return job


def _expected(file: ImportFile) -> int:
    """How many rows the file may have, by its first megabytes; 0 when nothing tells."""
    if file.form == "eml":
        return sum(1 for _ in sources_of(file))
    mark = MARKS.get(file.form)
    if mark is None or file.shape.get("sheet") is not None:
        return 0
    try:
        source = next(iter(sources_of(file)))
        with source.open() as stream:
            head = stream.read(SAMPLE)
    except (OSError, SourceRefused, StopIteration):
        return 0
    found = head.count(mark)
    return found if len(head) < SAMPLE else int(found * max(source.size, SAMPLE) / SAMPLE)
