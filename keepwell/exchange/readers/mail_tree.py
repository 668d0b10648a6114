"""A mail cut into its parts: no recursion, no pattern compiled per mail.

The standard parser compiles a pattern for each boundary, which took about a third of the time
of reading a mailbox, and it descends by recursion. What it makes is kept: `Message`, compat32.
"""

import re
from email.message import Message

MOST_DEPTH = 60
MOST_PARTS = 1_000

_FIELD = re.compile(r"^([!-9;-~]{1,500})[ \t]*:", re.ASCII)
_FOLD = re.compile(r"\n(?![ \t])")
_END_OF_HEAD = re.compile(r"\n\n|\A\n")


class _Count:
    """How many parts were made so far, of all levels."""

    def __init__(self) -> None:
        self.parts = 0


def mail_tree(raw: bytes) -> Message:
    """Cut a mail into a tree of parts; what lies deeper than `MOST_DEPTH` stays whole."""
    text = raw.decode("ascii", "surrogateescape")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    count = _Count()
    root, body = _opened(text)
    waiting = [(root, body, 0)]
    while waiting:
        part, body, depth = waiting.pop()
        pieces = (
            _pieces(part, body) if depth < MOST_DEPTH and count.parts < MOST_PARTS else None
        )
        if pieces is None:
            part.set_payload(body)
            continue
        inner = []
        for piece in pieces:
            count.parts += 1
            each, rest = _opened(piece)
            if part.get_content_type() == "multipart/digest" and "content-type" not in each:
                each.set_default_type("message/rfc822")
            inner.append(each)
            waiting.append((each, rest, depth + 1))
        part._payload = inner  # type: ignore[attr-defined]  # attach() one by one is slower
    return root


def _opened(text: str) -> tuple[Message, str]:
    """Read the head of a part; the rest is its body."""
    part: Message = Message()
    end = _END_OF_HEAD.search(text)
    head, body = (text[: end.start()], text[end.end() :]) if end else (text, "")
    lines = _FOLD.split(head)
    for at, line in enumerate(lines):
        named = _FIELD.match(line)
        if named:
            part.set_raw(named[1], line[named.end() :].lstrip(" \t"))
        elif line.strip() and not line.startswith((">From ", "From ")):
            # A stray line among headers is passed over; after the last header it is the body.
            following = lines[at + 1 : at + 200]
            if any(_FIELD.match(each) for each in following):
                continue
            return part, "\n".join(lines[at:]) + text[len(head) :]
    return part, body


def _pieces(part: Message, body: str) -> list[str] | None:
    """Give the texts of the parts within a part; None when it holds none."""
    kind = part.get_content_type()
    if kind == "message/delivery-status":
        return [block + "\n\n" for block in re.split(r"\n[ \t]*\n", body.strip("\n")) if block]
    if kind.startswith("message/") and kind not in (
        "message/partial",
        "message/external-body",
        "message/disposition-notification",
    ):
        return [body]
    if not kind.startswith("multipart/"):
        return None
    boundary = part.get_boundary()
    return _between(body, "--" + boundary) if boundary else None


def _between(body: str, mark: str) -> list[str] | None:
    """Cut at the lines that begin with the boundary and hold nothing else."""
    pieces: list[str] = []
    begun = -1
    at = 0 if body.startswith(mark) else body.find("\n" + mark) + 1
    while len(pieces) < MOST_PARTS and (
        at > 0 or (at == 0 and body.startswith(mark) and begun < 0)
    ):
        end_of_line = body.find("\n", at)
        line_end = len(body) if end_of_line < 0 else end_of_line
        rest = body[at + len(mark) : line_end].strip()
        if rest in ("", "--"):
            if begun >= 0:
                pieces.append(body[begun : max(begun, at - 1)])
            begun = -1 if rest else min(line_end + 1, len(body))
            if rest:
                return pieces or None
        at = body.find("\n" + mark, max(line_end - 1, at)) + 1 if line_end < len(body) else 0
    if begun >= 0:
        # Beyond `MOST_PARTS` the rest stays in one piece.
        pieces.append(body[begun:])
    return pieces or None
