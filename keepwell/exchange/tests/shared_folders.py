"""Where the shared sample files lie, for tests of the readers and of whole imports.

`KEEPWELL_WORLDS` names further folders of worlds, with `:` between them.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("KEEPWELL_SHARED_DATA", _ROOT.parent / "shared" / "data"))
_PLACES = [
    SHARED / "worlds",
    *map(Path, filter(None, os.environ.get("KEEPWELL_WORLDS", "").split(":"))),
]
WORLDS = [path.parent for place in _PLACES for path in sorted(place.glob("**/truth.json"))]

needs_shared = pytest.mark.skipif(
    not WORLDS,
    reason=f"The shared sample files are not at {SHARED}; set KEEPWELL_SHARED_DATA to their "
    f"folder.",
)
each_world = pytest.mark.parametrize("world", WORLDS, ids=lambda path: path.name)


def truth_of(world: Path) -> dict[str, Any]:
    """Read what really happened in a world."""
    told: dict[str, Any] = json.loads((world / "truth.json").read_text(encoding="utf-8"))
    return told
