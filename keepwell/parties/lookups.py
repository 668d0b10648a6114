"""How the database is asked for a piece of a text, on either of the two."""

from typing import Any

from django.db import connection
from django.db.models import Lookup, Q, TextField

_AFTER_ALL = "\U0010ffff"


@TextField.register_lookup
class Holds(Lookup):  # type: ignore[type-arg]  # generic for mypy only
    """Whether `Party.search_text` holds this piece of three characters or more."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Through the FTS5 table that the triggers keep in step."""
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        found = "SELECT rowid FROM parties_search WHERE parties_search MATCH %s"
        rows = f"SELECT party_id FROM parties_search_row WHERE id IN ({found})"
        phrase = '"' + str(self.rhs).replace('"', '""') + '"'
        return f"{alias}.id IN ({rows})", (phrase,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Through the trigram index of PostgreSQL."""
        left, params = self.process_lhs(compiler, connection)
        piece = str(self.rhs).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{left} LIKE %s", (*params, f"%{piece}%")


def begins(field: str, text: str) -> Q:
    """Rows whose field begins with the text, by an index on either database.

    SQLite compares bytes, so a range finds them; PostgreSQL needs LIKE and a pattern index.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + _AFTER_ALL})
    return Q(**{f"{field}__startswith": text})
