"""How a text was written down: its encoding, found without holding it in memory."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

CHUNK = 1_048_576
# So much of a text is tested for UTF-8; a stray byte after it is still read, as below.
TESTED_BYTES = 256 * CHUNK
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FORGIVING = "keepwell.forgiving"


def _forgive(error: UnicodeError) -> tuple[str, int]:
    """Read bytes an encoding does not know as Windows-1252, then Latin-1: nothing is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    if error.encoding.startswith("utf-16") or error.encoding.startswith("utf-32"):
        return "\ufffd", error.end
    return "".join(_one(byte) for byte in bad), error.end


def _one(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(FORGIVING, _forgive)


def sniff_encoding(stream: BinaryIO) -> str:
    """The encoding of a text: by its byte-order mark, else UTF-8 if it is, else Windows-1252.

    Where a quarter and more of the letters lie outside ASCII the text is not Western, and
    charset-normalizer is asked.
    """
    head = stream.read(65_536)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if head[1:4_000:2].count(0) > len(head[:4_000]) // 4:
        return "utf-16-le"
    if head[0:4_000:2].count(0) > len(head[:4_000]) // 4:
        return "utf-16-be"
    bad = _first_bad_piece(stream, head)
    if bad is None:
        return "utf-8"
    if _mostly_utf8(bad):
        return "utf-8"
    return _foreign(bad) or "cp1252"


def _first_bad_piece(stream: BinaryIO, head: bytes) -> bytes | None:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    piece, tested = head, 0
    while piece:
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return piece
        tested += len(piece)
        if tested >= TESTED_BYTES:
            return None
        piece = stream.read(CHUNK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return head
    return None


_PAIRS = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3}")


def _mostly_utf8(piece: bytes) -> bool:
    """UTF-8 in which single cells of another encoding were pasted."""
    pairs = _PAIRS.findall(piece)
    high = sum(byte > 127 for byte in piece)
    return len(pairs) >= 3 and sum(map(len, pairs)) * 10 > high * 8


def _foreign(piece: bytes) -> str | None:
    high = sum(byte > 127 for byte in piece)
    letters = sum(chr(byte).isalpha() for byte in piece if byte < 128)
    if high < 16 or high * 3 < letters:
        return None
    best = from_bytes(piece[:65_536]).best()
    return best.encoding if best else None
