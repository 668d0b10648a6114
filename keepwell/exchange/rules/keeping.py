"""How long Keepwell keeps its copy of the files that were brought in."""

from datetime import datetime, timedelta

# Whoever drops files and is called away finds them a week later, whatever the firm has chosen.
AT_LEAST = timedelta(days=7)


def kept_until(state: str, *, is_dry_run: bool, last: datetime, days: int) -> datetime | None:
    """When the copy goes; None as long as the import can go on with it.

    `last` is when it ended or was undone, else of its last move; `days` the firm's choice.
    """
    if state in ("running", "stopped"):
        return None
    has_begun = state in ("done", "undone") and not is_dry_run
    span = timedelta(days=days)
    return last + (span if has_begun else max(span, AT_LEAST))
