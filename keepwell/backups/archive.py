"""The file of a backup: a compressed tar whose last member says what the others must be.

Without a key it is an ordinary `.tar.gz`; with one the same, sealed (`sealed.py`).
"""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from keepwell.backups.manifest import NAME, Manifest, Member, manifest_from
from keepwell.backups.sealed import Opening, Sealing, Tampered, WrongKey, is_sealed
from keepwell.kernel.refusal import Refused

PIECE = 2**20
Far = Callable[[int], None]


class _Watched(io.RawIOBase):
    """A file being read, hashed on its way; says how many bytes went by."""

    def __init__(self, file: BinaryIO, far: Far) -> None:
        self._file, self._far = file, far
        self.sha256, self.size = hashlib.sha256(), 0

    def read(self, count: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(count)
        self.sha256.update(piece)
        self.size += len(piece)
        self._far(len(piece))
        return piece


def write_archive(
    target: BinaryIO,
    members: Iterable[tuple[str, Path]],
    label: Callable[[tuple[Member, ...]], Manifest],
    *,
    secret: bytes | None,
    far: Far,
) -> Manifest:
    """Write the members, then the manifest that `label` makes of them; gives the manifest.

    A member that is gone when its turn comes was taken away meanwhile, and is left out.
    """
    sealing = Sealing(target, secret) if secret else None
    out = cast(BinaryIO, sealing or target)
    with (
        gzip.GzipFile("", "wb", compresslevel=3, fileobj=out, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        manifest = label(tuple(_added(tar, members, far)))
        text = manifest.as_json()
        tar.addfile(_entry(NAME, len(text)), io.BytesIO(text))
    if sealing:
        sealing.finish()
    return manifest


def _added(
    tar: tarfile.TarFile, members: Iterable[tuple[str, Path]], far: Far
) -> Iterator[Member]:
    for name, path in members:
        with suppress(FileNotFoundError), path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            watched = _Watched(file, far)
            tar.addfile(_entry(name, size), cast("io.BufferedReader", watched))
            yield Member(name, watched.size, watched.sha256.hexdigest())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def damaged() -> Refused:
    """The refusal of a file that is not as it was written."""
    return Refused(
        _("This backup is damaged: it was changed or cut short. Nothing was restored from it.")
    )


def unpack_archive(path: Path, into: Path, *, secret: bytes | None, far: Far) -> Manifest:
    """Unpack a backup into an empty folder once every byte of it proved right.

    Refused in a sentence when it needs another key, was changed or cut short, or is none.
    `far` hears how many bytes of the backup were read.
    """
    try:
        with path.open("rb") as file:
            return _unpacked(_opened(file, secret, far), into)
    except WrongKey as fault:
        raise Refused(
            _("This key does not open the backup. Give the key it was made with.")
        ) from fault
    except (
        Tampered,
        tarfile.TarError,
        EOFError,
        zlib.error,
        ValueError,
        gzip.BadGzipFile,
    ) as fault:
        raise damaged() from fault
    except OSError as fault:
        because = _("The backup “%(path)s” cannot be read: %(reason)s.")
        raise Refused(because % {"path": path, "reason": fault.strerror or fault}) from fault


def _opened(file: BinaryIO, secret: bytes | None, far: Far) -> BinaryIO:
    watched = cast(BinaryIO, _Watched(file, far))
    if not is_sealed(file):
        if file.read(2) != b"\x1f\x8b":
            raise Refused(_("This file is not a backup of Keepwell."))
        file.seek(0)
        return watched
    if not secret:
        raise Refused(
            _("This backup is encrypted. Set KEEPWELL_BACKUP_KEY or give --key-file.")
        )
    return cast(BinaryIO, io.BufferedReader(Opening(watched, secret), PIECE))


def _unpacked(source: BinaryIO, into: Path) -> Manifest:
    text, found = b"", []
    with gzip.GzipFile(fileobj=source) as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            for entry in tar:
                if text or not _is_plain(entry):
                    raise Tampered
                file = tar.extractfile(entry)
                if file is None:
                    raise Tampered
                if entry.name == NAME:
                    text = file.read(PIECE * 16)
                else:
                    found.append(_unpack(cast(BinaryIO, file), entry.name, into))
        while packed.read(PIECE):
            pass  # what follows must be whole too: the checksum stands at the very end
    manifest = manifest_from(text)
    if tuple(found) != manifest.members:
        raise Tampered
    return manifest


def _is_plain(entry: tarfile.TarInfo) -> bool:
    parts = PurePosixPath(entry.name)
    return entry.isreg() and not parts.is_absolute() and ".." not in parts.parts


def _unpack(file: BinaryIO, name: str, into: Path) -> Member:
    place, sha256, size = into / name, hashlib.sha256(), 0
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in _pieces(file):
            out.write(piece)
            sha256.update(piece)
            size += len(piece)
    return Member(name, size, sha256.hexdigest())


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
