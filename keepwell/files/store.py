"""Where the bytes of files lie: under the SHA-256 of what they are, whole or not at all.

The same bytes twice are one file. A draft becomes a file by one rename, after it is on the
disk; a process that is killed leaves a draft at most, which the nightly sweep takes away.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from keepwell.files.rules.recognise import HEAD

PLACE, DRAFTS, LOCK = "kept", ".drafts", ".lock"
DRAFT_GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes in the store."""

    sha256: str
    size: int


@dataclass(slots=True)
class Draft:
    """Bytes on their way in: their first ones can be looked at before they are settled."""

    path: Path
    head: bytes
    content: Content


def store_place() -> Path:
    """The folder of all contents."""
    return Path(settings.FILES) / PLACE


def path_of(sha256: str) -> Path:
    """Where bytes of this digest lie, if they are here."""
    return store_place() / sha256[:2] / sha256


@contextmanager
def drafted(chunks: Iterable[bytes]) -> Iterator[Draft]:
    """Write bytes to a draft, piece by piece; it is gone afterwards unless it was settled."""
    folder = store_place() / DRAFTS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / uuid4().hex
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with path.open("xb") as file:
            for piece in chunks:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                if len(head) < HEAD:
                    head += piece[: HEAD - len(head)]
            file.flush()
            os.fsync(file.fileno())
        yield Draft(path, head, Content(digest.hexdigest(), size))
    finally:
        path.unlink(missing_ok=True)


def settle(draft: Draft) -> Content:
    """Let a draft be a file of the store. One that is there is written anew, so it is whole."""
    place = path_of(draft.content.sha256)
    with _locked(fcntl.LOCK_SH):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.path.replace(place)
        for folder in (place.parent, store_place()):
            _flush(folder)
    return draft.content


def opened(sha256: str) -> BinaryIO:
    """The bytes, to be read; FileNotFoundError where they are missing."""
    return path_of(sha256).open("rb")


@contextmanager
def _locked(how: int) -> Iterator[None]:
    """Who settles shares the store; who sweeps has it alone."""
    store_place().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (store_place() / LOCK).open("ab") as file:
        fcntl.flock(file, how)
        yield


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def contents() -> Iterator[Content]:
    """Everything in the store."""
    for folder in sorted(store_place().glob("[0-9a-f][0-9a-f]")):
        for path in sorted(folder.iterdir()):
            with suppress(FileNotFoundError):
                yield Content(path.name, path.stat().st_size)


@contextmanager
def alone_with(content: Content, *, before: datetime) -> Iterator[bool]:
    """Nobody settles meanwhile; whether this content was settled last before that moment."""
    with _locked(fcntl.LOCK_EX):
        place = path_of(content.sha256)
        yield place.exists() and place.stat().st_mtime < before.timestamp()


def throw_away(content: Content) -> None:
    """Take bytes out of the store; only who is alone with them may."""
    path_of(content.sha256).unlink(missing_ok=True)


def clear_drafts(at: datetime) -> int:
    """Take away what a killed process left behind; counts them."""
    gone, oldest = 0, (at - DRAFT_GRACE).timestamp()
    for path in (store_place() / DRAFTS).glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                gone += 1
    return gone
