"""How far long work is, on standard error, for people only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 24


class Bar:
    """One line that is drawn again; nothing where nobody looks (a file, a pipe)."""

    def __init__(self) -> None:
        self.is_seen = sys.stderr.isatty()
        self._drawn = ""

    def show(self, what: str, done: int, whole: int) -> None:
        """Say what is being done, and how much of it; `whole` 0 when that is not known."""
        share = min(done / whole, 1) if whole else 0
        part = f" {'█' * int(share * WIDTH):░<{WIDTH}} {share:4.0%}" if whole else " …"
        line = f"{what}{part}"
        if self.is_seen and line != self._drawn:
            sys.stderr.write(f"\r\x1b[2K{line}")
            sys.stderr.flush()
            self._drawn = line

    def clear(self) -> None:
        """Leave the line empty for what is said next."""
        if self.is_seen and self._drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


@contextmanager
def bar() -> Iterator[Bar]:
    """A bar that is gone when the work is done."""
    shown = Bar()
    try:
        yield shown
    finally:
        shown.clear()
