"""Bytes on their way out: never run, never guessed at, piece by piece."""

from typing import Final

from django.http import FileResponse, Http404

from keepwell.files.models import Attachment
from keepwell.files.rules.recognise import Look
from keepwell.files.store import opened

# Whatever a browser makes of it, it is alone: no script, no form, no frame, not our cookies.
SHUT: Final = "default-src 'none'; style-src 'none'; frame-ancestors 'none'; sandbox"
PIECE: Final = 2**16  # bytes at a time
MOST_SHOWN: Final = 100_000  # bytes of a text on its page


def given_back(attachment: Attachment) -> FileResponse:
    """The file to be saved, under its own name."""
    return _answer(attachment, as_attachment=True)


def shown_here(attachment: Attachment) -> FileResponse:
    """A picture to be seen; anything else is not there."""
    if attachment.look != Look.IMAGE:
        raise Http404
    return _answer(attachment, as_attachment=False)


def _answer(attachment: Attachment, *, as_attachment: bool) -> FileResponse:
    try:
        file = opened(attachment.sha256)
    except FileNotFoundError as fault:
        raise Http404 from fault
    answer = FileResponse(
        file, as_attachment=as_attachment, filename=attachment.name,
        content_type=attachment.media,
    )  # fmt: skip
    answer.block_size = PIECE
    answer["Content-Security-Policy"] = SHUT
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def text_of(attachment: Attachment) -> tuple[str, bool]:
    """The beginning of a text, and whether there is more."""
    with opened(attachment.sha256) as file:
        raw = file.read(MOST_SHOWN + 4)
    more = len(raw) > MOST_SHOWN
    return _decoded(raw[:MOST_SHOWN]), more


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    cut = raw[:-3] if len(raw) == MOST_SHOWN else raw
    try:
        cut.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
    return raw.decode("utf-8-sig", errors="ignore")
