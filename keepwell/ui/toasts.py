"""What just happened, said once on the next page, with a way to take it back."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say what happened, to whom; `undo` is an address that takes it back when posted to."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def undo_address(extra_tags: str) -> str:
    """The address to undo at, or nothing; only a path on this server is believed."""
    address = extra_tags.removeprefix(UNDO) if extra_tags.startswith(UNDO) else ""
    return address if address.startswith("/") and not address.startswith("//") else ""
