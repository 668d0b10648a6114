"""Asking for many values at once: one parameter instead of thousands."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Exists,
    Field,
    ForeignObject,
    Lookup,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
)


class OneOf(Lookup):  # type: ignore[type-arg]  # Django's own takes no argument when it runs
    """`field__one_of=values`: like `__in`, for thousands of texts or ids of one type.

    An ordinary list becomes a parameter each, which costs more to write than to answer. Ids may
    be UUIDs, or texts of 32 digits as `plain_rows` gives them. PostgreSQL is asked by ANY: a
    subquery it would join in an order of its own, which takes minutes while it knows nothing
    of its tables yet.
    """

    lookup_name = "one_of"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[Any]) -> None:
        listed = [value.hex if isinstance(value, UUID) else value for value in rhs]
        super().__init__(lhs, listed)

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.lhs)
        return f"{sql} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(self.rhs))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.lhs)
        field = getattr(self.lhs.output_field, "target_field", self.lhs.output_field)
        kind = "uuid" if isinstance(field, UUIDField) else "text"
        return f"{sql} = ANY(%s::{kind}[])", (*params, _as_array(self.rhs))


def _as_array(values: list[str]) -> str:
    """Texts as PostgreSQL spells an array; the driver takes several times as long."""
    joined = '","'.join(values)
    if "\\" in joined or joined.count('"') != 2 * max(0, len(values) - 1):
        joined = '","'.join(v.replace("\\", "\\\\").replace('"', '\\"') for v in values)
    return f'{{"{joined}"}}' if values else "{}"


Field.register_lookup(OneOf)
ForeignObject.register_lookup(OneOf)


class ThereIs(Exists):
    """EXISTS, asked of each row as it comes.

    PostgreSQL would join all there is, to sort and take fifty of it; an OFFSET forbids that.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


def is_among(field: str, rows: QuerySet[Any, Any], *, as_they_come: bool = False) -> Q:
    """That `field` names one of these rows, asked of each by its key.

    `field__in=rows` reads all of them first wherever the database cannot turn it round (SQLite
    nearly always, PostgreSQL beside an *or*): for a firm's parties that is the whole table.
    `as_they_come` for a page of a long list in its order, see `ThereIs`.
    """
    found = rows.filter(pk=OuterRef(field))
    return Q(ThereIs(found) if as_they_come else Exists(found))


def plain_rows(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """What a `values_list` gives, as the database spells it: ids are 32 hexadecimal digits.

    For reading very many rows: making a UUID of every id costs more than all the rest. Dates
    come as the driver gives them (text on SQLite), JSON is not for here.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.adapters.register_loader("uuid", _loader_of_ids())
        cursor.execute(*rows.query.sql_with_params())
        return list(cursor.fetchall())


@cache
def _loader_of_ids() -> type[Any]:
    """How psycopg reads ids here; made when first asked, as SQLite needs no psycopg."""
    from psycopg.adapt import Loader

    class HexLoader(Loader):
        def load(self, data: Any) -> str:
            return bytes(data).decode().replace("-", "")

    return HexLoader
