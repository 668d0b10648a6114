"""Lists page by page: signed cursors, at the same cost however far one reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from keepwell.firm.gate.problems import Problem

T = TypeVar("T")
M = TypeVar("M", bound=Model)
MOST = 200
LONGEST_CURSOR = 1_000


class Paging(Schema):
    """How much of a list, and from where on."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most")
    cursor: str = Field(
        "", max_length=LONGEST_CURSOR, description="`next` of the page before; empty at first"
    )


class Listed(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="The cursor of the next page; null on the last")


@dataclass(frozen=True, slots=True)
class Cursors:
    """Cursors of one list as it was asked for: they fit no other and cannot be made up."""

    salt: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Cursors":
        """Those of the list that is asked for now."""
        asked = [
            (name, value)
            for name, values in sorted(request.GET.lists())
            for value in values
            if name not in ("cursor", "limit")
        ]
        return cls(f"keepwell.cursor {request.path}?{urlencode(asked)}")

    def write(self, place: Any) -> str:
        """A place in the list as a program carries it."""
        return signing.Signer(salt=self.salt).sign_object(place)

    def read(self, cursor: str) -> Any:
        """The place a cursor tells, None at the beginning; else the problem that it is none."""
        if not cursor:
            return None
        try:
            return signing.Signer(salt=self.salt).unsign_object(cursor)
        except Exception as why:
            said = _("This cursor is not of this list. Begin again without it.")
            raise Problem(422, "cursor", said, errors=[("query.cursor", said)]) from why


def page_of(
    request: HttpRequest,
    rows: QuerySet[M],
    paging: Paging,
    *,
    by: Sequence[str],
    told: Callable[[Sequence[M]], Sequence[Any]],
) -> dict[str, Any]:
    """One page of these rows in the order `by`: columns that are never null, the key last.

    `told` makes what is sent of the rows of one page.
    """
    cursors = Cursors.of(request)
    place = cursors.read(paging.cursor)
    if place is not None:
        try:
            rows = rows.filter(_beyond(by, place))
        except (ValidationError, ValueError, TypeError) as why:
            raise Problem(422, "cursor", _("This cursor is not of this list.")) from why
    found = list(rows.order_by(*by)[: paging.limit + 1])
    shown, more = found[: paging.limit], len(found) > paging.limit
    following = cursors.write([_plain(shown[-1], name) for name in by]) if more else None
    return {"items": list(told(shown)), "next": following}


def _beyond(by: Sequence[str], place: Sequence[Any]) -> Q:
    beyond, same = Q(), Q()
    for name, value in zip(by, place, strict=True):
        column, way = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{way}": value})
        same &= Q(**{column: value})
    return beyond


def _plain(row: Any, name: str) -> Any:
    value = row
    for step in name.lstrip("-").split("__"):
        value = getattr(value, step)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float | str) else str(value)
