"""How far a run is, and the wish that it stop: small files beside those that were dropped.

What a dry run writes is seen by nobody else and gone at the end, so the database can tell
nobody how far it is.
"""

import json
from pathlib import Path
from uuid import UUID

from django.conf import settings

STOP, FAR = "stop-asked", "how-far"


def place_of(job_id: UUID) -> Path:
    """Where the files of an import lie."""
    return Path(settings.FILES) / "imports" / str(job_id)


def note(job_id: UUID, order: int, rows: int) -> None:
    """Say that a dry run has read so many rows of this file."""
    far = how_far(job_id) | {order: rows}
    _write(job_id, FAR, json.dumps(far))


def how_far(job_id: UUID) -> dict[int, int]:
    """Rows read by a dry run so far, by the order of the file."""
    try:
        told = json.loads((place_of(job_id) / FAR).read_text())
    except (OSError, ValueError):
        return {}
    return {int(order): int(rows) for order, rows in told.items()}


def ask_to_stop(job_id: UUID) -> None:
    """Wish that the run end after the portion in hand."""
    _write(job_id, STOP, "")


def is_asked_to_stop(job_id: UUID) -> bool:
    """Whether somebody wishes that the run end."""
    return (place_of(job_id) / STOP).exists()


def forget(job_id: UUID) -> None:
    """A run begins or has ended: neither wish nor distance counts any more."""
    for name in (STOP, FAR):
        (place_of(job_id) / name).unlink(missing_ok=True)


def _write(job_id: UUID, name: str, text: str) -> None:
    place = place_of(job_id)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place / f"{name}.new"
    draft.write_text(text)
    draft.replace(place / name)
