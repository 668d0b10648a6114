"""Measuring on each kind of database, in a process of its own with a home of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
DATABASES = ("sqlite", "postgresql")


def measured(bench: str, name: str, *words: str, **setting: str) -> dict[str, Any]:
    """What `python -m BENCH --inside RESULT words` tells of this kind of database.

    PostgreSQL is the one of DATABASE_URL, else a private one for the while. Empty where the
    bench told nothing.
    """
    with tempfile.TemporaryDirectory(prefix="keepwell-bench-") as home:
        result = Path(home) / "result.json"
        run = [sys.executable, "-m", bench, "--inside", str(result), *words]
        environment = {**os.environ, **setting, "KEEPWELL_HOME": home}
        environment["DJANGO_SETTINGS_MODULE"] = "keepwell.config.settings"
        if name == "sqlite":
            environment["DATABASE_URL"] = ""
        elif "DATABASE_URL" not in environment:
            run.insert(0, str(ROOT / "tools" / "with_postgresql.sh"))
        subprocess.run(run, cwd=ROOT, env=environment, check=True)
        told: dict[str, Any] = json.loads(result.read_text()) if result.exists() else {}
        return told
