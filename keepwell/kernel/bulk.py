"""Many rows at once: the fastest way each database has, inside the caller's transaction."""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

BATCH = 5_000


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> int:
    """Insert rows given as values in the order of the field `names`; says how many were given.

    Values are Python's own (UUID or its 32 digits, datetime, dict for JSON). PostgreSQL takes
    them by COPY, SQLite by one prepared statement. Rows that break a unique rule are left out
    when `ignore_conflicts` says so, else they raise IntegrityError.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table = quote(model._meta.db_table)
    spelt = _spelt([_spelling(field) for field in fields], rows)
    if connection.vendor == "postgresql":
        if ignore_conflicts:
            return _copy_what_fits(table, columns, spelt)
        return _copy(f"COPY {table} ({columns}) FROM STDIN", spelt)
    marks = ", ".join(["%s"] * len(fields))
    return _insert(f"INSERT INTO {table} ({columns}) VALUES ({marks})", spelt, ignore_conflicts)


Write = Callable[[Any], Any]


def _spelt(spell: Sequence[Write], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Rows as the database takes them; most values are taken as they are."""
    odd = [(place, write) for place, write in enumerate(spell) if write is not _same]
    return _respelt(odd, rows) if odd else rows


def _respelt(
    odd: Sequence[tuple[int, Write]], rows: Iterable[Sequence[Any]]
) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for place, write in odd:
            values[place] = write(values[place])
        yield values


def _copy_what_fits(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> int:
    """COPY knows no conflicts: the rows go into a table of this transaction first."""
    rows = list(rows)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS keepwell_incoming")
        cursor.execute(
            f"CREATE TEMP TABLE keepwell_incoming ON COMMIT DROP AS"
            f" SELECT {columns} FROM {table} WITH NO DATA"
        )
    count = _copy(f"COPY keepwell_incoming ({columns}) FROM STDIN", rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM keepwell_incoming"
            " ON CONFLICT DO NOTHING"
        )
    return count


def _spelling(field: Any) -> Write:
    kind = (
        field.target_field.get_internal_type()
        if field.is_relation
        else field.get_internal_type()
    )
    if kind in _AS_IT_IS:
        return _same
    if kind == "UUIDField":  # SQLite's driver is told in `kernel.sqlite` how ids are written
        return _same
    if kind in ("DateTimeField", "DateField"):  # many rows of one portion share their moments
        return lru_cache(4_096)(lambda value: field.get_db_prep_save(value, connection))
    if kind == "JSONField":
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder)
    return lambda value: field.get_db_prep_save(value, connection)


_AS_IT_IS = {
    "CharField", "TextField", "BigIntegerField", "IntegerField", "BooleanField", "FloatField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "BigAutoField", "EmailField",
}  # fmt: skip


def _same(value: Any) -> Any:
    return value


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _insert(statement: str, rows: Iterable[Sequence[Any]], ignore_conflicts: bool) -> int:
    if ignore_conflicts:
        statement += " ON CONFLICT DO NOTHING"
    count = 0
    with connection.cursor() as cursor:
        batch: list[Sequence[Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) >= BATCH:
                cursor.executemany(statement, batch)
                count, batch = count + len(batch), []
        if batch:
            cursor.executemany(statement, batch)
    return count + len(batch)


def update_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Write the fields `names` of rows given as (primary key, value, value …); counts them."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    key: Any = model._meta.pk
    spell = [*map(_spelling, fields), _spelling(key)]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, column = quote(model._meta.db_table), quote(key.column)
    statement = f"UPDATE {table} SET {changes} WHERE {column} = %s"
    spelt = _spelt(spell, ((*row[1:], row[0]) for row in rows))
    return _insert(statement, spelt, ignore_conflicts=False)


def know_sizes() -> None:
    """Let the database look at its tables after much was written: it plans by what it knew.

    Without it, queries right after an import took seconds: on PostgreSQL until autovacuum came
    by, on SQLite for ever. SQLite looks at some rows of each index, which takes no longer than
    a tenth of a second at 100,000 parties.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return
    # In a transaction, so that it waits its turn among those who write.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit=400")
        cursor.execute("ANALYZE")


def know_growth(*models_: type[models.Model]) -> None:
    """Let PostgreSQL look at tables while they are filled, roughly: a look must be cheap.

    To be called each time as much again has gone in. By what it knew of empty tables it would
    read whole ones for every portion; autovacuum comes too late for an import of a minute.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(connection.ops.quote_name(each._meta.db_table) for each in models_)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL default_statistics_target = 10")
        cursor.execute(f"ANALYZE {tables}")


def map_less() -> None:
    """Keep SQLite from mapping the database into this process: an import reads it once through.

    The map (256 MiB) pays for pages people ask for again and again, and counts as memory. The
    log is copied into the database after 256 MiB instead of 4: a portion writes tens of them.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute("PRAGMA wal_autocheckpoint=64000")


@contextmanager
def looked_up_by_key() -> Iterator[None]:
    """Inside a transaction: PostgreSQL looks for each of many values by its index.

    It plans by what it last knew of its tables, and while an import fills them it knows next
    to nothing: it read all of them again for every portion. A portion asks for a few thousand
    of however many there are, always by a key.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for name, value in _BY_KEY.items():
            cursor.execute(f"SET LOCAL {name} = {value}")
    yield
    with connection.cursor() as cursor:
        for name in _BY_KEY:
            cursor.execute(f"SET LOCAL {name} TO DEFAULT")


_BY_KEY = {
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    # Waking others takes longer than looking up some thousands.
    "max_parallel_workers_per_gather": "0",
}


@contextmanager
def rarely_tidied() -> Iterator[None]:
    """Let Python look for circles of garbage less often while very many rows go by.

    Rows hold no circles; looking through all that is held for some, again and again, took more
    than a third of an import. What is there already is left out of the search meanwhile. It is
    not left out altogether: the little that does go in circles would add up with the file.
    """
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 5, 5)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()
