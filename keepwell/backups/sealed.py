"""A stream that only its key opens, and that shows when one byte of it was touched.

The stream is cut into chunks of one mebibyte, each sealed by AES-256-GCM. The nonce of a
chunk is seven chance bytes of this file, the chunk's number, and whether it is the last: one
that was changed, left out, doubled or moved does not open, nor does a stream that ends too soon
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The key of a file is
made by scrypt from the firm's key and sixteen chance bytes of this file.

Layout: mark, salt (16), check (16), nonce (7), then per chunk its length (4, big-endian) and
bytes.
"""

import hashlib
import hmac
import io
import os
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK: Final = b"KEEPWELL SEALED 1\n"
SALT, CHECK, NONCE, TAG = 16, 16, 7, 16
CHUNK: Final = 2**20
# 128 MiB and some tenths of a second for each guess (OWASP, Password Storage, 2024).
COST: Final = {"n": 2**17, "r": 8, "p": 1, "maxmem": 2**28, "dklen": 48}
SHORTEST_KEY: Final = 12


class WrongKey(Exception):
    """This key does not open the stream, or the stream's head was touched."""


class Tampered(Exception):
    """The stream was changed, cut short or put together anew."""


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file begins like a sealed stream; it is read from its beginning again."""
    mark = file.read(len(MARK))
    file.seek(0)
    return mark == MARK


def _keys(secret: bytes, salt: bytes) -> tuple[bytes, bytes]:
    made = hashlib.scrypt(secret, salt=salt, **COST)
    return made[:32], made[32:]


def _nonce(own: bytes, number: int, *, is_last: bool) -> bytes:
    return own + number.to_bytes(4, "big") + bytes([is_last])


class Sealing(io.RawIOBase):
    """What is written here comes out sealed in `target`, which stays open at the end."""

    def __init__(self, target: BinaryIO, secret: bytes) -> None:
        salt, self._own = os.urandom(SALT), os.urandom(NONCE)
        key, check = _keys(secret, salt)
        self._head = MARK + salt + check + self._own
        self._cipher, self._target = AESGCM(key), target
        self._waiting, self._number = bytearray(), 0
        target.write(self._head)

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, piece: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Take bytes; whole chunks go on at once."""
        self._waiting += piece
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(piece)

    def finish(self) -> None:
        """Seal what is left as the last chunk; a stream without one does not open."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._own, self._number, is_last=is_last)
        sealed = self._cipher.encrypt(nonce, chunk, self._head)
        self._target.write(len(sealed).to_bytes(4, "big"))
        self._target.write(sealed)
        self._number += 1


class Opening(io.RawIOBase):
    """Reads a sealed stream; raises `Tampered` before it gives out one wrong byte."""

    def __init__(self, source: BinaryIO, secret: bytes) -> None:
        size = len(MARK) + SALT + CHECK + NONCE
        self._source, self._head = source, source.read(size)
        if len(self._head) < size or not self._head.startswith(MARK):
            raise Tampered
        salt = self._head[len(MARK) : len(MARK) + SALT]
        check = self._head[len(MARK) + SALT : -NONCE]
        key, told = _keys(secret, salt)
        if not hmac.compare_digest(check, told):
            raise WrongKey
        self._cipher, self._own = AESGCM(key), self._head[-NONCE:]
        self._open, self._number, self._ended = b"", 0, False

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, room: "bytearray | memoryview") -> int:  # type: ignore[override]
        """The next bytes, from chunks that proved whole."""
        if not self._open and not self._ended:
            self._next_chunk()
        piece = self._open[: len(room)]
        room[: len(piece)] = piece
        self._open = self._open[len(piece) :]
        return len(piece)

    def _next_chunk(self) -> None:
        length = int.from_bytes(self._exactly(4), "big")
        if not TAG <= length <= CHUNK + TAG:
            raise Tampered
        sealed = self._exactly(length)
        # Only the last may be shorter; a full one may be either.
        for is_last in (False, True) if length == CHUNK + TAG else (True,):
            nonce = _nonce(self._own, self._number, is_last=is_last)
            try:
                self._open = self._cipher.decrypt(nonce, sealed, self._head)
            except InvalidTag:
                continue
            self._number, self._ended = self._number + 1, is_last
            if is_last and self._source.read(1):
                raise Tampered
            return
        raise Tampered

    def _exactly(self, count: int) -> bytes:
        piece = self._source.read(count)
        if len(piece) < count:
            raise Tampered
        return piece
