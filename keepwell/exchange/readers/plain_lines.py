"""Lines of a card or calendar file of any kind, one at a time, in bounded memory."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 18
LONGEST_LINE = 4 << 20

_ENDS = re.compile(rb"\r\n|\n|\r")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def plain_lines(stream: BinaryIO, longest: int = LONGEST_LINE) -> Iterator[bytes]:
    """Yield each line as bytes without its end, whatever ends it (LF, CRLF, CR).

    UTF-16 and UTF-32 become UTF-8; a line beyond `longest` bytes is cut there.
    """
    held: list[bytes] = []
    size, half = 0, b""
    for chunk in _utf8_chunks(stream):
        whole = half + chunk
        # A carriage return at the very end may be half of CRLF: wait for the next chunk.
        half = b"\r" if whole.endswith(b"\r") else b""
        first, *more = _ENDS.split(whole[:-1] if half else whole)
        for ended, piece in enumerate((first, *more)):
            if ended:
                yield b"".join(held)[:longest]
                held, size = [], 0
            if size < longest:
                held.append(piece)
                size += len(piece)
    if size:
        yield b"".join(held)[:longest]


def _utf8_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the file in pieces as UTF-8 (or as it is, when no mark says otherwise)."""
    first = stream.read(CHUNK)
    encoding = _encoding_of(first)
    for mark, _ in _MARKS:
        if first.startswith(mark):
            first = first[len(mark) :]
            break
    if not encoding:
        yield first
        while chunk := stream.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while first:
        yield decoder.decode(first).encode("utf-8", "replace")
        first = stream.read(CHUNK)


def _encoding_of(start: bytes) -> str:
    """Tell UTF-16 and UTF-32 by their mark, or by the zero byte beside the first letter."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if len(start) >= 4 and start[0] and not start[1] and start[2] and not start[3]:
        return "utf-16-le"
    if len(start) >= 4 and not start[0] and start[1] and not start[2] and start[3]:
        return "utf-16-be"
    return ""
