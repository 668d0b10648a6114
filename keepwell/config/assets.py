"""The static files, gathered once per state of their sources: hashed and pre-compressed."""

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".gathered"


def _state_of_sources() -> str:
    """A digest of every source's place, size and time of change."""
    lines = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = Path(storage.path(path)).stat()
            lines.append(f"{path} {source.st_size} {source.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def gather_assets() -> bool:
    """Gather the static files if a source changed since the last time; whether it did."""
    root = Path(settings.STATIC_ROOT)
    stamp, state = root / STAMP, _state_of_sources()
    if stamp.is_file() and stamp.read_text() == state:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=StringIO())
    stamp.write_text(state)
    return True
