"""Whom a question about kinds is asked of: some parties, or a stretch of all of them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from keepwell.parties.models import Party

STRETCH = 50_000
Asked = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class These:
    """Parties by their ids."""

    ids: Sequence[UUID]

    def are(self, column: str) -> Asked:
        """That a column names one of them."""
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", [[str(one) for one in self.ids]]
        listed = json.dumps([one.hex for one in self.ids])
        return f"{column} IN (SELECT value FROM json_each(%s))", [listed]


@dataclass(frozen=True, slots=True)
class Between:
    """The parties after one and up to another, in the order of their ids; None is no limit."""

    after: UUID | None = None
    upto: UUID | None = None

    def are(self, column: str) -> Asked:
        """That a column names one of them."""
        parts, values = [], []
        for limit, asked in ((self.after, f"{column} > %s"), (self.upto, f"{column} <= %s")):
            if limit is not None:
                parts.append(asked)
                values.append(limit if connection.vendor == "postgresql" else limit.hex)
        return " AND ".join(parts) or f"{column} IS NOT NULL", values


Whose = These | Between


def stretches(length: int = STRETCH) -> Iterator[Between]:
    """All parties, in stretches that are each done in one go, so that nobody waits for long."""
    last: UUID | None = None
    while True:
        later = Party.objects.order_by("pk").values_list("pk", flat=True)
        if last is not None:
            later = later.filter(pk__gt=last)
        end = later[length - 1 : length].first()
        yield Between(last, end)
        if end is None:
            return
        last = end
