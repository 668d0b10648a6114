"""Files that were sent: whether there is room for them, under which names they lie."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

GIGABYTE = 2**30
MOST_AT_ONCE = 4 * GIGABYTE
SPARE = GIGABYTE // 2


def too_large(size: int) -> str:
    """Why so many bytes are not taken, or nothing; asked before any of them is read."""
    if size > MOST_AT_ONCE:
        return _(
            "Together these files are larger than %(most)s GB. Bring in fewer at a time, or "
            "use “keepwell import” on the server."
        ) % {"most": MOST_AT_ONCE // GIGABYTE}
    place = Path(settings.FILES)
    place.mkdir(parents=True, exist_ok=True)
    if size * 2 + SPARE > shutil.disk_usage(place).free:
        return _("There is not enough room left on the server's disk for these files.")
    return ""


def arriving() -> "tempfile.TemporaryDirectory[str]":
    """A folder where what was sent stands until it is kept; a start empties what is left."""
    return tempfile.TemporaryDirectory(prefix="drop-", dir=settings.FILE_UPLOAD_TEMP_DIR)


def on_disk(files: "list[UploadedFile[Any]]", place: Path) -> tuple[list[Path], list[str]]:
    """Where each upload lies; single mails are put into one folder, to be one mailbox."""
    paths: list[Path] = []
    names: list[str] = []
    mails = place / _("Mails")
    for number, file in enumerate(files):
        name = _plain_name(file.name or "", number)
        here = (
            Path(file.temporary_file_path()) if hasattr(file, "temporary_file_path") else None
        )
        if here is None:
            here = place / f"small-{number}"
            with here.open("wb") as copy:
                shutil.copyfileobj(file, copy)
        if name.lower().endswith(".eml"):
            mails.mkdir(exist_ok=True)
            shutil.move(here, mails / f"{number:06}-{name}")
            continue
        paths.append(here)
        names.append(name)
    if mails.exists():
        paths.append(mails)
        names.append(mails.name)
    return paths, names


def _plain_name(name: str, number: int) -> str:
    """The name without any path, hidden marks or control letters, short enough for any disk."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip().lstrip(".~")
    stem, dot, end = name.rpartition(".")
    if len(name.encode()) > 180:
        stem = (stem or end).encode()[:150].decode(errors="ignore")
        name = f"{stem}{dot}{end[:20]}"
    return name or f"file-{number + 1}"
