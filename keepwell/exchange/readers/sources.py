"""Where an import comes from: files, folders and zip archives, as one stream of sources."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from keepwell.exchange.readers.bounds import DEFAULT_LIMITS, Limits, bounded
from keepwell.exchange.readers.complaints import Complaint
from keepwell.exchange.readers.kinds import SourceKind, kind_of_head
from keepwell.kernel.words import keep as _kept

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "RefusedSource",
    "Source",
    "SourceKind",
    "gather_sources",
    "kind_of",
    "source_from_bytes",
    "source_from_path",
]

NOT_OURS = frozenset({"truth.json", "thumbs.db", "desktop.ini", "__macosx"})
HEAD_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Source:
    """One readable thing: its name within what was given, its bytes, and how to open it.

    `group` is the folder or archive it lies in, so that a folder of single mails can be taken
    as one mailbox. `size` is in bytes; for a gzip file it is the packed size.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    group: str = ""


@dataclass(frozen=True, slots=True)
class RefusedSource:
    """Something that lies there and is not read, and why."""

    name: str
    complaint: Complaint
    group: str = ""


def source_from_bytes(name: str, content: bytes, group: str = "") -> Source:
    """A source of what is already in memory, such as a small upload."""
    return Source(name, len(content), lambda: BytesIO(content), group)


def source_from_path(path: Path, name: str = "", group: str = "") -> Source:
    """A source of one file on disk, unpacked while reading when it is gzip."""
    if path.suffix.lower() == ".gz":
        name = (name or path.name)[: -len(".gz")]
        return Source(name, path.stat().st_size, lambda: _gunzip(path), group)
    return Source(name or path.name, path.stat().st_size, lambda: path.open("rb"), group)


def _gunzip(path: Path) -> BinaryIO:
    return bounded(cast(BinaryIO, gzip.open(path, "rb")), DEFAULT_LIMITS.unpacked_bytes)


def kind_of(source: Source) -> SourceKind:
    """What the source is, by its first bytes, and by its name where these leave it open."""
    with source.open() as stream:
        return kind_of_head(stream.read(HEAD_BYTES), source.name)


def gather_sources(
    paths: Iterable[Path | str], *, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Source | RefusedSource]:
    """Everything readable under the paths, in sorted order, and what was refused and why.

    Folders are walked, zip archives opened without writing to disk; spreadsheets, which are
    zips too, stay whole. Nothing is read beyond the first bytes of each file.
    """
    count = 0
    for given in paths:
        path = Path(given)
        for found in _under(path, path.name, "", limits):
            count += 1
            if count > limits.sources:
                yield _refused(
                    path.name,
                    "too_many_files",
                    _kept(
                        "More than %(most)s files were given. The rest was left out; "
                        "please give fewer at a time.",
                        most=limits.sources,
                    ),
                )
                return
            yield found


def _refused(name: str, code: str, because: str, group: str = "") -> RefusedSource:
    return RefusedSource(name, Complaint(code, because), group)


def _under(
    path: Path, name: str, group: str, limits: Limits
) -> Iterator[Source | RefusedSource]:
    try:
        if path.is_symlink() and group:
            yield _refused(
                name, "link", _kept("This is a link to another place; it is left out."), group
            )
        elif path.is_dir():
            for child in sorted(path.iterdir(), key=lambda each: (each.is_dir(), each.name)):
                yield from _child(child, f"{name}/{child.name}", name, limits)
        elif path.is_file():
            yield from _file(path, name, group, limits)
        else:
            yield _refused(name, "not_there", _kept("There is no such file."), group)
    except OSError as error:
        because = _kept("This could not be read: %(reason)s.", reason=error.strerror or "?")
        yield _refused(name, "unreadable", because, group)


def _child(
    path: Path, name: str, group: str, limits: Limits
) -> Iterator[Source | RefusedSource]:
    skipped = _skipped(path.name)
    if skipped:
        yield RefusedSource(name, skipped, group)
    else:
        yield from _under(path, name, group, limits)


def _skipped(name: str) -> Complaint | None:
    if name.casefold() in NOT_OURS:
        return Complaint("not_ours", _kept("This file holds nothing to import."))
    if name.startswith((".", "~$")):
        return Complaint("hidden", _kept("This is a hidden or temporary file; it is left out."))
    return None


def _file(
    path: Path, name: str, group: str, limits: Limits
) -> Iterator[Source | RefusedSource]:
    if not os.access(path, os.R_OK):
        yield _refused(name, "unreadable", _kept("This may not be read by Keepwell."), group)
        return
    source = source_from_path(path, name, group)
    if source.size > limits.file_bytes:
        because = _kept(
            "This is larger than %(most)s MB; please split it.", most=limits.file_bytes // 2**20
        )
        yield _refused(name, "too_large", because, group)
    elif kind_of(source) is SourceKind.ZIP:
        yield from _members(path, name, limits)
    else:
        yield source


def _members(path: Path, name: str, limits: Limits) -> Iterator[Source | RefusedSource]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        because = _kept("This zip archive is damaged and cannot be opened.")
        yield _refused(name, "broken_zip", because)
        return
    entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
    bomb = _bomb(entries, path.stat().st_size, limits)
    if bomb:
        yield RefusedSource(name, bomb)
        return
    for entry in entries:
        if not entry.is_dir():
            yield _member(archive, entry, name, limits)


def _bomb(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> Complaint | None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.members:
        because = _kept(
            "This archive holds more than %(most)s files; please split it.", most=limits.members
        )
        return Complaint("too_many_members", because)
    if unpacked > limits.unpacked_bytes:
        because = _kept(
            "Unpacked, this archive exceeds %(most)s MB.", most=limits.unpacked_bytes // 2**20
        )
        return Complaint("too_large_unpacked", because)
    if unpacked > limits.harmless_bytes and unpacked > packed * limits.ratio:
        return Complaint(
            "zip_bomb",
            _kept(
                "Unpacked, this archive would be more than %(most)s times its size. "
                "That is what an attack looks like, so nothing of it was read.",
                most=limits.ratio,
            ),
        )
    return None


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits
) -> Source | RefusedSource:
    raw = entry.orig_filename
    inside = PurePosixPath(entry.filename)
    full, group = f"{name}/{entry.filename}", str(PurePosixPath(name) / inside.parent)
    if "\\" in raw or inside.is_absolute() or ".." in inside.parts or raw[1:2] == ":":
        because = _kept("Its name points outside the archive, which no honest file does.")
        return _refused(full, "outside_name", because, group)
    skipped = next((bad for part in inside.parts if (bad := _skipped(part))), None)
    if skipped:
        return RefusedSource(full, skipped, group)
    if entry.flag_bits & 0x1:
        because = _kept("This file in the archive needs a password.")
        return _refused(full, "locked", because, group)
    if entry.file_size > limits.file_bytes:
        because = _kept("This file in the archive is too large.")
        return _refused(full, "too_large", because, group)
    return _opened_member(
        archive,
        entry,
        Source(full, entry.file_size, lambda: cast(BinaryIO, archive.open(entry)), group),
    )


def _opened_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source
) -> Source | RefusedSource:
    try:
        # Zip files announce themselves in their first bytes; only these are unpacked here.
        with archive.open(entry) as stream:
            kind = kind_of_head(stream.read(512), source.name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError):
        because = _kept("This file in the archive is damaged and cannot be unpacked.")
        return _refused(source.name, "broken_member", because, source.group)
    except Exception as error:  # zlib, lzma and bz2 each have an error of their own
        because = _kept(
            "This file in the archive cannot be unpacked (%(fault)s).",
            fault=type(error).__name__,
        )
        return _refused(source.name, "broken_member", because, source.group)
    if kind is SourceKind.ZIP:
        because = _kept("This is an archive inside an archive; please unpack it first.")
        return _refused(source.name, "nested_zip", because, source.group)
    return source
