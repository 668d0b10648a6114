"""How much a reader takes, so that no file can fill the memory or run for ever."""

from __future__ import annotations

from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, cast

from keepwell.exchange.readers.complaints import Complaint, SourceRefused
from keepwell.kernel.words import keep as _kept

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken of one import; sizes are bytes.

    `ratio` is applied to archives that unpack to more than `harmless_bytes`: text of honest
    exports packs 5 to 30 times, deflate cannot pack more than 1,032 times.
    """

    sources: int = 500_000
    members: int = 250_000
    file_bytes: int = 16_384 * MEGABYTE
    unpacked_bytes: int = 32_768 * MEGABYTE
    harmless_bytes: int = 64 * MEGABYTE
    ratio: int = 150
    sheet_bytes: int = 128 * MEGABYTE
    sheet_unpacked_bytes: int = 512 * MEGABYTE
    sheet_cells: int = 20_000_000


DEFAULT_LIMITS = Limits()


class _Bounded(RawIOBase):
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._left = stream, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        self._left -= len(piece)
        if self._left < 0:
            because = _kept(
                "Unpacked, this file is larger than Keepwell takes; please split it."
            )
            raise SourceRefused(Complaint("too_large_unpacked", because))
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def bounded(stream: BinaryIO, most: int) -> BinaryIO:
    """The stream, refusing to give more than `most` bytes."""
    return cast(BinaryIO, BufferedReader(_Bounded(stream, most), 65_536))
