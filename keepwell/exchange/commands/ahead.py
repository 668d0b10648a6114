"""Reading ahead: a process beside reads the next portion while this one writes the last.

Reading a row, understanding it and spelling it out for search costs as much as matching and
writing it, and needs no database: on two processors a large table is in nearly twice as soon.
The process beside is given the file and answers portions, one pickle after the other; it ends
by itself when nobody listens any more. If it fails, reading goes on here.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from keepwell.exchange.commands.opened import Item, chunks
from keepwell.exchange.models import ImportFile
from keepwell.exchange.readers.complaints import Complaint, SourceRefused
from keepwell.exchange.rules.party_rows import DRAFTS, Drafted
from keepwell.exchange.rules.reading import Reading
from keepwell.kernel.bulk import rarely_tidied

# Below this a second process costs more than it saves.
WORTH_IT = 1 << 20
BEGIN = (
    "import django; django.setup();"
    "from keepwell.exchange.commands.ahead import answer_portions; answer_portions()"
)


def read_ahead(file: ImportFile, reading: Reading, at: datetime) -> Iterator[list[Item]]:
    """The portions of a file from its position on, read beside where that pays."""
    if _pays(file):
        yield from _beside(file, reading, at)
    else:
        yield from chunks(file, reading, at)


def _pays(file: ImportFile) -> bool:
    path = Path(file.path)
    return (
        file.table in DRAFTS
        and path.is_file()
        and path.stat().st_size >= WORTH_IT
        and len(os.sched_getaffinity(0)) > 1
    )


def _beside(file: ImportFile, reading: Reading, at: datetime) -> Iterator[list[Item]]:
    # -P: a folder people import from must not lend its modules.
    words = [sys.executable, "-P", "-c", BEGIN]
    way = os.pathsep.join(path for path in sys.path if path)
    pipe = subprocess.PIPE
    beside = subprocess.Popen(
        words, stdin=pipe, stdout=pipe, env={**os.environ, "PYTHONPATH": way}
    )
    with beside as reader, ThreadPoolExecutor(1) as hand:
        assert reader.stdin is not None and reader.stdout is not None
        try:
            # It needs a second to wake: two portions are read here meanwhile.
            here = chunks(file, reading, at)
            if (first := next(here, None)) is None:
                return
            yield first
            if (second := next(here, None)) is None:
                return
            rest = copy(file)
            rest.position += len(second)
            _ask(reader.stdin, (rest, reading, at))
            # Unpacked by a hand of its own while this thread waits for the database.
            coming = hand.submit(_next, reader.stdout)
            yield second
            while (portion := coming.result()) is not None:
                if isinstance(portion, Complaint):
                    raise SourceRefused(portion)
                if not portion:
                    return
                coming = hand.submit(_next, reader.stdout)
                yield portion
        finally:
            reader.kill()
    yield from chunks(file, reading, at)


def _ask(stream: Any, question: tuple[ImportFile, Reading, datetime]) -> None:
    with suppress(BrokenPipeError), stream:  # if it died already, its silence will tell
        pickle.dump(question, stream)


def _next(stream: Any) -> list[Item] | Complaint | None:
    """The next portion, an empty one at the end; None if the process beside failed."""
    try:
        answer: list[Item] | Complaint = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError):
        return None
    return answer


def answer_portions() -> None:
    """Read the file named on standard input; give its portions on standard output."""
    file, reading, at = pickle.load(sys.stdin.buffer)
    try:
        with rarely_tidied():
            for portion in _portions(file, reading, at):
                pickle.dump(portion, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
                sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more


def _portions(
    file: ImportFile, reading: Reading, at: datetime
) -> Iterator[list[Item] | Complaint]:
    try:
        for portion in chunks(file, reading, at):
            for item in portion:
                if isinstance(item.value, Drafted) and item.value.draft is not None:
                    item.value.draft.spell_out()
            yield portion
        yield []
    except SourceRefused as no:
        yield no.complaint
