"""Doing something only to see what comes of it: nothing of it stays, and nobody has to wait.

SQLite has one writer at a time, so it is done on a copy of the file. PostgreSQL would keep
every row it writes locked to the end, so it is done on copies of the tables that are written:
temporary ones of the same name, which a session finds before the real ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from keepwell.kernel.sqlite.copies import on_a_copy

# Rooms whose tables are only added to (the journal) or never written to, and may be large.
NOT_COPIED = frozenset({"journal", "config", "desk"})


@contextmanager
def aside(*, more: int = 0) -> Iterator[None]:
    """What is written within is seen within, by this thread alone, and gone at the end.

    `more`: how many bytes may come in, so that a full disk is noticed first. Refused when there
    is no room. Within a transaction of the caller's it is simply taken back at the end.
    """
    real = connections[DEFAULT_DB_ALIAS]
    is_ours = not real.in_atomic_block
    on_sqlite = is_ours and real.vendor == "sqlite"
    with on_a_copy(more=more) if on_sqlite else nullcontext(), transaction.atomic():
        try:
            if is_ours and real.vendor == "postgresql":
                _copy_tables()
            yield
        finally:
            transaction.set_rollback(True)


def _copy_tables() -> None:
    """Put a temporary copy before each table, with its indexes but without foreign keys."""
    with connection.cursor() as cursor:
        # One moment for all tables: nobody's half-done work, however long the copying takes.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in _copied():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL) ON COMMIT DROP"
            )
            cursor.execute(f"INSERT INTO pg_temp.{table} SELECT * FROM public.{table}")
            key: Any = model._meta.pk
            if isinstance(key, models.AutoField):  # numbers go on where the real ones are
                column = connection.ops.quote_name(str(key.column))
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('pg_temp.{table}', %s),"
                    f" (SELECT max({column}) FROM pg_temp.{table}))",
                    [key.column],
                )
        cursor.execute("ANALYZE " + ", ".join(_names()))


def _copied() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith("keepwell.") and config.label not in NOT_COPIED:
            yield from (
                m for m in config.get_models(include_auto_created=True) if m._meta.managed
            )


def _names() -> Iterator[str]:
    for model in _copied():
        yield f"pg_temp.{connection.ops.quote_name(model._meta.db_table)}"
