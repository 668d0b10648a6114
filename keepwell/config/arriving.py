"""Files on their way in: where they stand until they are kept, and that nothing stays there."""

import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def forget_what_never_arrived() -> int:
    """Remove what a server that was killed left behind of files sent to it; before one serves.

    Counts what went.
    """
    gone = 0
    for left in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()
        gone += not left.exists()
    return gone
