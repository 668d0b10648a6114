"""The lines of one vCard, unfolded and decoded, in any of its versions."""

import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

from keepwell.exchange.readers.charsets import decoded

_NAME = re.compile(rb"^\s{0,4}((?:[A-Za-z0-9_-]{1,60}\.)?[A-Za-z0-9_-]{1,60})\s*(?=[;:])")
_CARET = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Property(NamedTuple):
    """One line of a card: its name, group, parameters and undecoded value."""

    name: str
    group: str
    params: dict[str, tuple[str, ...]]
    raw: bytes

    @property
    def types(self) -> tuple[str, ...]:
        """The kinds this value has (work, home, cell …), lower case."""
        return self.params.get("TYPE", ())

    @property
    def is_binary(self) -> bool:
        """Say whether the value is a file rather than words."""
        return any(each in ("B", "BASE64") for each in self.params.get("ENCODING", ()))

    def text(self, raw: bytes | None = None) -> str:
        """Decode the value, or a piece of it, to words."""
        piece = self.raw if raw is None else raw
        if "QUOTED-PRINTABLE" in self.params.get("ENCODING", ()):
            piece = quopri.decodestring(piece)
        charset = self.params.get("CHARSET", ("",))[0]
        return _ESCAPED.sub(_unescaped, decoded(piece, charset)).strip()

    def fields(self, separator: bytes = b";") -> list[str]:
        """Split a structured value at its separators, then decode each piece."""
        return [self.text(piece) for piece in split_unescaped(self.raw, separator)]


def _unescaped(sign: re.Match[str]) -> str:
    return "\n" if sign[1] in "nN" else sign[1] if sign[1] in "\\,;:\"'" else sign[0]


def split_unescaped(raw: bytes, separator: bytes) -> list[bytes]:
    """Split at separators that no backslash precedes."""
    if b"\\" not in raw:
        return raw.split(separator)
    pieces, piece, escaped = [], bytearray(), False
    for code in raw:
        if not escaped and code == separator[0]:
            pieces.append(bytes(piece))
            piece.clear()
            continue
        escaped = not escaped and code == 0x5C
        piece.append(code)
    pieces.append(bytes(piece))
    return pieces


def properties(lines: list[bytes]) -> Iterator[Property]:
    """Unfold the lines of one card and read each as a property; leave out what is none."""
    for line in _unfolded(lines):
        read = _property(line)
        if read is not None:
            yield read


def _unfolded(lines: list[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    soft = base64 = False
    for line in lines:
        if soft:
            held[-1] = held[-1][:-1]
            held.append(line)
        elif held and (
            line[:1] in (b" ", b"\t") or (base64 and line and not _NAME.match(line))
        ):
            held.append(line.strip() if base64 else line[1:])
        else:
            if held:
                yield b"".join(held)
            held = [line]
        if not soft and len(held) == 1:
            head = line.partition(b":")[0].upper()
            quoted = b"QUOTED-PRINTABLE" in head
            base64 = b"BASE64" in head or b"ENCODING=B" in head
        soft = quoted and line.endswith(b"=")
    if held:
        yield b"".join(held)


def _property(line: bytes) -> Property | None:
    named = _NAME.match(line)
    if not named:
        return None
    head, value = _head_and_value(line[named.end() :])
    if value is None:
        return None
    group, _, name = named[1].decode("ascii").rpartition(".")
    return Property(name.upper(), group.lower(), _params(head), value)


def _head_and_value(rest: bytes) -> tuple[list[bytes], bytes | None]:
    """Cut at the first colon outside quotes; before it stand parameters, `;` between them."""
    params, at, start, quoted = [], 0, 0, False
    limit = min(len(rest), 20_000)
    while at < limit:
        code = rest[at]
        if code == 0x22:
            quoted = not quoted
        elif not quoted and code in (0x3A, 0x3B):
            params.append(rest[start:at])
            start = at + 1
            if code == 0x3A:
                return params[1:], rest[start:]
        at += 1
    head, colon, value = rest.partition(b":")
    return head.split(b";")[1:], value if colon else None


def _params(head: list[bytes]) -> dict[str, tuple[str, ...]]:
    params: dict[str, tuple[str, ...]] = {}
    for each in head[:100]:
        name, equals, value = decoded(each).partition("=")
        name = name.strip().upper()
        if not equals:
            name, value = _bare(name)
        for written, meant in _CARET.items():
            value = value.replace(written, meant)
        words = tuple(
            word.strip().strip('"').strip() for word in value.strip().strip('"').split(",")
        )
        if name == "TYPE":
            words = tuple(word.lower() for word in words)
        elif name in ("ENCODING", "VALUE"):
            words = tuple(word.upper() for word in words)
        params[name] = params.get(name, ()) + tuple(word for word in words if word)
    return params


def _bare(word: str) -> tuple[str, str]:
    """vCard 2.1 writes values without their names: TEL;WORK;QUOTED-PRINTABLE."""
    if word in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"):
        return "ENCODING", word
    if word in ("URL", "INLINE", "CONTENT-ID", "CID"):
        return "VALUE", word
    return "TYPE", word
