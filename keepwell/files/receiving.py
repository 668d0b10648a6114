"""Files that were sent: looked at and put into the store before any row is written.

A command is given what came of it. What no row names afterwards is swept away in time, so a
request that fails in between has cost nothing but room for some days.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from keepwell.files.rules.names import clean_name
from keepwell.files.rules.recognise import Fault, Judged, judge_file
from keepwell.files.store import drafted, settle, store_place
from keepwell.kernel.refusal import Refused, refuse_unless

MOST_AT_ONCE = 50
SPARE = 2**28  # bytes that stay free on the disk
FIELD = "files"


@dataclass(frozen=True, slots=True)
class Received:
    """A file in the store, to be kept with something: its name and what it is."""

    name: str
    media: str
    look: str
    size: int
    sha256: str


def most_bytes() -> int:
    """How large one file may be."""
    return int(settings.FILE_MOST_MB) * 2**20


def receive(sent: "Sequence[UploadedFile[Any]]") -> list[Received]:
    """Look at files and put them into the store, all of them or none.

    Refused in a sentence that names the file, before anything is written where that can be.
    """
    because = _("Send at most %(most)s files at a time.") % {"most": MOST_AT_ONCE}
    refuse_unless(len(sent) <= MOST_AT_ONCE, because, field=FIELD)
    for file in sent:
        _must_fit(clean_name(file.name or ""), file.size or 0)
    _must_have_room(sum(file.size or 0 for file in sent))
    for file in sent:
        _must_be_kept(clean_name(file.name or ""), _judged_first(file))
    return [_received(clean_name(file.name or ""), file.chunks()) for file in sent]


def _must_fit(name: str, size: int) -> None:
    because = _("“%(name)s” is larger than %(most)s. Keep it elsewhere and write down where.")
    facts = {"name": name, "most": filesizeformat(most_bytes())}
    refuse_unless(size <= most_bytes(), because % facts, field=FIELD)


def _must_have_room(size: int) -> None:
    place = store_place()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    because = _("There is not enough room left on the server's disk for these files.")
    refuse_unless(shutil.disk_usage(place).free > size + SPARE, because, field=FIELD)


def _judged_first(file: "UploadedFile[Any]") -> Judged:
    head = file.read(4_096)
    file.seek(0)
    return judge_file(clean_name(file.name or ""), head)


def _must_be_kept(name: str, judged: Judged) -> None:
    if judged.fault is not None:
        raise Refused(_words_for(judged.fault) % {"name": name}, field=FIELD)


def _words_for(fault: Fault) -> str:
    if fault is Fault.EMPTY:
        return _("“%(name)s” is empty. Look whether it is the right file.")
    if fault is Fault.PROGRAM:
        return _(
            "“%(name)s” is a program or a script, and those are not kept here. If it has to "
            "be, put it into a zip file."
        )
    return _(
        "“%(name)s” is not what its name says. Look whether it is the right file, and give it "
        "the ending that fits."
    )


def _received(name: str, chunks: Iterable[bytes]) -> Received:
    with drafted(chunks) as draft:
        judged = judge_file(name, draft.head)
        _must_be_kept(name, judged)
        _must_fit(name, draft.content.size)
        content = settle(draft)
    return Received(name, judged.media, judged.look, content.size, content.sha256)
