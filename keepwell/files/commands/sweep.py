"""The end of files: rows that were removed a month ago, and bytes that no row names."""

from datetime import datetime, timedelta

from keepwell.files.commands.attach import NOUN
from keepwell.files.models import Attachment
from keepwell.files.queries.store import is_named
from keepwell.files.store import alone_with, clear_drafts, contents, throw_away
from keepwell.kernel.command import command
from keepwell.kernel.record import Line, record_many

# A removed file can be brought back so long.
REMOVED_FOR = timedelta(days=30)
# Longer than any backup or upload is under way: bytes are there before a row names them, and a
# backup reads the rows before the bytes.
GRACE = timedelta(days=7)
AT_ONCE = 1_000


@command
def forget_removed_files(*, at: datetime) -> int:
    """Forget files that were removed a month ago; counts them."""
    old = Attachment.objects.filter(trashed_at__lt=at - REMOVED_FOR).order_by("pk")
    rows = list(old[:AT_ONCE])
    record_many(
        Line("forgot", NOUN, row.pk, at, None, row.party_id, {"name": row.name}) for row in rows
    )
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def sweep_files(*, at: datetime) -> int:
    """Forget what was removed long ago, then the bytes that nobody names; counts these."""
    while forget_removed_files(at=at) == AT_ONCE:
        pass
    return sweep_contents(at=at)


def sweep_contents(*, at: datetime) -> int:
    """Take bytes out of the store that no file has had for a week, and old drafts; counts them.

    Whoever sends the same bytes meanwhile waits for a moment, and writes them anew.
    """
    gone = clear_drafts(at)
    for content in contents():
        if is_named(content.sha256):
            continue
        with alone_with(content, before=at - GRACE) as is_old:
            if is_old and not is_named(content.sha256):
                throw_away(content)
                gone += 1
    return gone
