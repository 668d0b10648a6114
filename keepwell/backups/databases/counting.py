"""What stands in a database, counted; and databases that are open only for a while."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from keepwell.backups.manifest import Counted

Count = Callable[[int, int], None]
Scratch = AbstractContextManager[str]
FIRST = "0" * 64


@contextmanager
def opened(settings: dict[str, Any]) -> Iterator[str]:
    """A database beside the firm's own, under a name of its own for as long as it is needed."""
    alias = f"scratch-{secrets.token_hex(4)}"
    connections.databases[alias] = settings
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def counted(database: BaseDatabaseWrapper, count: Count) -> Counted:
    """Rows of every table, migrations and the last seal; `count` hears table by table."""
    rows: dict[str, int] = {}
    migrations: dict[str, list[str]] = {}
    with database.cursor() as cursor:
        tables = sorted(database.introspection.table_names(cursor))
        for number, table in enumerate(tables):
            count(number, len(tables))
            cursor.execute(f"SELECT count(*) FROM {database.ops.quote_name(table)}")
            rows[table] = cursor.fetchone()[0]
        if "django_migrations" in rows:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            for app, name in cursor.fetchall():
                migrations.setdefault(app, []).append(name)
        head = None
        if "journal_seal" in rows:
            cursor.execute("SELECT digest FROM journal_seal ORDER BY id DESC LIMIT 1")
            head = cursor.fetchone()
    return Counted(rows, migrations, rows.get("journal_seal", 0), head[0] if head else FIRST)


def unknown_migrations(taken: Counted) -> list[str]:
    """Migrations of the taken database that this Keepwell does not know: it is older."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())
    return [
        f"{app}.{name}"
        for app, names in taken.migrations.items()
        for name in names
        if (app, name) not in known
    ]


def flush(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def bring_forward(alias: str) -> None:
    """Migrate a database to this version."""
    call_command("migrate", database=alias, interactive=False, verbosity=0)
