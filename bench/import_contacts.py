"""How fast contacts come in: `python -m bench.import_contacts [--rows N] [--profile]`.

See `bench/README.md` for what is measured. Each database is measured in a process of its own.
"""

import argparse
import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.apart import DATABASES, RESULTS, measured

RESULT = RESULTS / "import.md"
ROOMS = ("parties", "relationships", "walls", "journal", "exchange", "conversations", "kinds")


def main() -> int:
    """Measure on SQLite and on PostgreSQL, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--profile", action="store_true", help="where the time goes; no table")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.inside, given.rows, profile=given.profile)
        return 0
    words = ["--rows", str(given.rows), *(["--profile"] if given.profile else [])]
    found = [
        measured("bench.import_contacts", name, *words)
        for name in DATABASES
        if given.only in (None, name)
    ]
    if not given.profile:
        table = written(found, given.rows)
        print(table)
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(table, encoding="utf-8")
    return 0


class Watch:
    """Seconds on the wall and of this process's CPU, by what they went into."""

    def __init__(self) -> None:
        self.taken = 0.0
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        """Do the work and add its seconds to those of this name."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return work()
        finally:
            self.wall[name] = self.wall.get(name, 0) + time.perf_counter() - wall
            self.cpu[name] = self.cpu.get(name, 0) + time.process_time() - cpu


def measure(result: Path, rows: int, *, profile: bool) -> None:
    """Import on the database of the environment."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from keepwell.firm.commands.found import found_firm

    call_command("migrate", verbosity=0)
    found_firm(
        name="Finch Advisory", domains=["finch.example"], country="GB",
        time_zone="Europe/London", at=timezone.now(),
    )  # fmt: skip
    watch = Watch()
    before = _written_files(result.parent, rows)
    _import([result.parent / "companies.csv", result.parent / "before.csv"], Watch())
    if profile:
        _profiled(lambda: _import([result.parent / "contacts.csv"], watch))
        return
    job = _import([result.parent / "contacts.csv"], watch)
    told = _told(job, watch, before)
    told["floor"] = _floor()
    result.write_text(json.dumps(told))


def _written_files(place: Path, rows: int) -> int:
    from bench.contacts import write_companies, write_contacts

    companies, before = max(10, rows // 10), rows // 5
    write_companies(place / "companies.csv", companies, seed=1)
    write_contacts(place / "before.csv", before, companies, seed=2)
    write_contacts(place / "contacts.csv", rows, companies, seed=2, before=before)
    return before


def _import(paths: list[Path], watch: Watch) -> Any:
    from django.utils import timezone

    from keepwell.exchange.commands import finish_import, run_import
    from keepwell.exchange.commands.start_import import start_import

    job = watch.run("look", lambda: start_import(paths, at=timezone.now(), by=None))
    take_step = finish_import.take_step

    def step(job: Any, name: str, *rest: Any) -> None:
        watch.taken = watch.taken or _most_memory()
        watch.run(name, lambda: take_step(job, name, *rest))

    finish_import.take_step = step
    try:
        watch.run("all", lambda: run_import.run_import(job.pk))
    finally:
        finish_import.take_step = take_step
    job.refresh_from_db()
    assert job.state == "done", job.because
    return job


def _most_memory() -> float:
    """The most this process held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _profiled(work: Callable[[], Any]) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(work)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(45)


def _told(job: Any, watch: Watch, before: int) -> dict[str, Any]:
    from django.db import connection

    file = job.files.get()
    after = sum(seconds for name, seconds in watch.wall.items() if name not in ("all", "look"))
    after_cpu = sum(s for name, s in watch.cpu.items() if name not in ("all", "look"))
    connection.ensure_connection()
    version = (
        connection.Database.sqlite_version
        if connection.vendor == "sqlite"
        else f"{connection.pg_version // 10_000}.{connection.pg_version % 10_000}"
    )
    return {
        "database": f"{connection.display_name} {version}",
        "rows": file.rows, "added": file.added, "known": file.updated + file.skipped,
        "refused": file.refused, "before": before,
        "look": watch.wall["look"],
        "taken": watch.wall["all"] - after, "taken_cpu": watch.cpu["all"] - after_cpu,
        "steps": {n: s for n, s in watch.wall.items() if n not in ("all", "look")},
        "after": after, "after_cpu": after_cpu,
        "memory_taken": watch.taken, "memory": _most_memory(),
        "beside": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }  # fmt: skip


def _floor() -> dict[str, Any]:
    """Write all rows that are here now into bare tables of the same shape; one transaction."""
    from django.apps import apps
    from django.db import connection, transaction

    rows, watch = 0, Watch()
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            with transaction.atomic(), connection.cursor() as cursor:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"CREATE TABLE bare AS SELECT * FROM {table} LIMIT 0")
                cursor.execute(f"SELECT * FROM {table}")
                width, held = len(cursor.description), cursor.fetchall()
                watch.run("floor", lambda: _write_bare(width, held))  # noqa: B023
                rows += len(held)
                cursor.execute("DROP TABLE bare")
    return {"rows": rows, "wall": watch.wall["floor"], "cpu": watch.cpu["floor"]}


def _write_bare(width: int, rows: list[tuple[Any, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg.types.json import Jsonb

            with cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([Jsonb(v) if isinstance(v, dict | list) else v for v in row])
        else:
            marks = ", ".join(["%s"] * width)
            cursor.executemany(f"INSERT INTO bare VALUES ({marks})", rows)


def written(found: list[dict[str, Any]], rows: int) -> str:
    """The table, as Markdown."""
    lines = [
        f"# Contacts in: {rows:,} rows of CSV",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, load "
        f"{os.getloadavg()[0]:.1f}, Python {platform.python_version()}. `bench/README.md` says "
        "what is measured.",
        "",
        "| | " + " | ".join(each["database"] for each in found) + " |",
        "| --- |" + " ---: |" * len(found),
    ]
    for label, cell in ROWS_OF_TABLE:
        lines.append(f"| {label} | " + " | ".join(cell(each) for each in found) + " |")
    return "\n".join(lines) + "\n"


def _steps(told: dict[str, Any]) -> str:
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in told["steps"].items())


ROWS_OF_TABLE: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
    ("parties here before", lambda t: f"{t['before']:,} people, {t['rows'] // 10:,} companies"),
    ("added / known / refused",
     lambda t: f"{t['added']:,} / {t['known']:,} / {t['refused']:,}"),
    ("**rows/s, CSV to committed, with matching**",
     lambda t: f"**{t['rows'] / t['taken']:,.0f}**"),
    ("the same by CPU seconds of this process", lambda t: f"{t['rows'] / t['taken_cpu']:,.0f}"),
    ("taking in, seconds (CPU)", lambda t: f"{t['taken']:.1f} ({t['taken_cpu']:.1f})"),
    ("conclusions and duplicate search, seconds (CPU)",
     lambda t: f"{t['after']:.1f} ({t['after_cpu']:.1f})"),
    ("of these", _steps),
    ("rows/s with all conclusions", lambda t: f"{t['rows'] / (t['taken'] + t['after']):,.0f}"),
    ("looking at the file before, seconds", lambda t: f"{t['look']:.1f}"),
    ("most memory when all rows were in, MiB (the process beside)",
     lambda t: f"{t['memory_taken']:.0f} ({t['beside']:.0f})"),
    ("most memory when all conclusions were drawn, MiB", lambda t: f"{t['memory']:.0f}"),
    ("raw floor: database rows, seconds (CPU)",
     lambda t: f"{t['floor']['rows']:,}, {t['floor']['wall']:.1f} ({t['floor']['cpu']:.1f})"),
)  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
