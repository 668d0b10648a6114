"""Whether anything changed since Keepwell last started here, told without waking Django."""

import hashlib
import os
from pathlib import Path

HOUSE = Path(__file__).parent.parent
STAMP = "started"


def _state_of_the_house() -> str:
    """A digest of the code, its pages and assets, the settings, and which database it is."""
    told = [f"{name}={value}" for name, value in os.environ.items() if _is_a_setting(name)]
    for path in HOUSE.rglob("*"):
        if path.is_file() and path.suffix not in {".pyc", ".mo"}:
            state = path.stat()
            told.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    home = Path(os.environ["KEEPWELL_HOME"])
    told.append(str((home / "keepwell.sqlite3").stat().st_ino))
    told.append(str((home / "static").stat().st_ino))
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()


def _is_a_setting(name: str) -> bool:
    return name.startswith("KEEPWELL_") or name == "PORT"


def nothing_changed() -> bool:
    """Whether the last start here was with the same code, settings and database."""
    if "DATABASE_URL" in os.environ or "KEEPWELL_HOME" not in os.environ:
        return False
    try:
        stamp = Path(os.environ["KEEPWELL_HOME"]) / STAMP
        return stamp.read_text() == _state_of_the_house()
    except OSError:
        return False


def remember_this_start() -> None:
    """Keep the state of a start that went well, for the next one."""
    if "DATABASE_URL" in os.environ or "KEEPWELL_HOME" not in os.environ:
        return
    try:
        state = _state_of_the_house()
    except OSError:
        return
    (Path(os.environ["KEEPWELL_HOME"]) / STAMP).write_text(state)
