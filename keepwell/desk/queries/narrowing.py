"""A filter as one condition of the database, and the ways to ask common sorts of fields.

What selects few comes as `IN (…)`, which the database may start at; what selects many or
excludes comes as `EXISTS`, asked of each row by an index.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.desk.queries.filtered_days import on_days
from keepwell.desk.queries.filtered_people import teammates_meant
from keepwell.desk.queries.filtered_texts import NEGATIVE, on_own_text
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_fields import LEFT, NOBODY, SOMEBODY
from keepwell.desk.rules.filter_tree import Condition, Group, is_id
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.parties.models import PartyName, PartyQuerySet
from keepwell.parties.rules.spellings import folded_name
from keepwell.walls.models import Reach
from keepwell.walls.queries import reach_of, visible_parties

Ask = Callable[[Condition, Teammate, date], Q]
Rows = QuerySet[Any]
FEW = 2_000


def asked_of(
    tree: Group,
    asks: Mapping[str, Ask],
    teammate: Teammate,
    today: date,
    otherwise: Ask | None = None,
) -> Q:
    """What the tree asks, each field by its own way."""
    asked = []
    for part in tree.parts:
        if isinstance(part, Group):
            asked.append(asked_of(part, asks, teammate, today, otherwise))
        else:
            ask = asks.get(part.field) or otherwise
            assert ask is not None, part.field
            asked.append(ask(part, teammate, today))
    found = asked[0] if asked else Q()
    for one in asked[1:]:
        found = found & one if tree.every else found | one
    return found


def by_choice(path: str, stored: Mapping[str, Any] | None = None) -> Ask:
    """A column that holds one of some words, or another word for each (`stored`)."""

    def ask(asked: Condition, _teammate: Teammate, _today: date) -> Q:
        values = [stored[value] if stored else value for value in asked.values]
        found = Q(**{f"{path}__in": values}) if values else ~Q(**{path: ""})
        return ~found if asked.operator in NEGATIVE else found

    return ask


def by_day(path: str, *, moments: bool = False) -> Ask:
    """A column of days, or of moments."""
    return lambda asked, _teammate, today: on_days(path, asked, today, moments=moments)


def by_text(path: str) -> Ask:
    """A column of text that is never null."""
    return lambda asked, _teammate, _today: on_own_text(path, asked)


def by_name(path: str) -> Ask:
    """A column of names as they are: alike means letter by letter, which an index answers."""
    loosely = by_text(path)

    def ask(asked: Condition, teammate: Teammate, today: date) -> Q:
        if asked.operator not in ("is", "not", "any", "none"):
            return loosely(asked, teammate, today)
        found = Q(**{f"{path}__in": asked.values})
        return ~found if asked.operator in NEGATIVE else found

    return ask


def by_question(found: Q) -> Ask:
    """A question that is answered yes or no."""
    return lambda asked, _teammate, _today: found if asked.operator == "yes" else ~found


def by_teammate(path: str) -> Ask:
    """One of ours: me, somebody, nobody, somebody who left, or these."""

    def ask(asked: Condition, teammate: Teammate, _today: date) -> Q:
        values = set(asked.values) or {SOMEBODY}
        found = Q(pk__in=[])
        if NOBODY in values:
            found |= Q(**{f"{path}__isnull": True})
        if SOMEBODY in values:
            found |= Q(**{f"{path}__isnull": False})
        if LEFT in values:
            left = Teammate.objects.filter(is_active=False).values_list("pk", flat=True)
            found |= Q(**{f"{path}__in": list(left)})
        if named := values - {NOBODY, SOMEBODY, LEFT}:
            found |= Q(**{f"{path}__in": teammates_meant(named, teammate)})
        if asked.operator not in NEGATIVE:
            return found
        # Whoever it is not, nobody is among them: NOT (… IN …) of nothing would be nothing.
        return ~found | Q(**{f"{path}__isnull": True}) if SOMEBODY not in values else ~found

    return ask


def by_party(path: str) -> Ask:
    """A party by its id or one of its names, as far as one may see it."""

    def ask(asked: Condition, teammate: Teammate, _today: date) -> Q:
        nobody = Q(**{f"{path}__isnull": True})
        if not asked.values:
            return nobody if asked.operator == "empty" else ~nobody
        found = Q(**{f"{path}__in": parties_meant(asked.values, teammate)})
        return ~found | nobody if asked.operator in NEGATIVE else found

    return ask


def parties_meant(values: Iterable[str], teammate: Teammate) -> list[UUID]:
    """The parties of these ids or names that one may see; of a name there may be several."""
    seen = visible_parties(teammate)
    found: list[UUID] = []
    for value in values:
        which = Q(pk=value)
        if not is_id(value):
            called = PartyName.objects.filter(folded=folded_name(value))
            which = Q(pk__in=called.values("party"))
        found += seen.filter(which).values_list("pk", flat=True)[:FEW]
    return found


def rows_meant(rows: Rows, to: str, *, negative: bool = False) -> Q:
    """Rows to which some of these belong by their column `to`; `negative`: none of them.

    PostgreSQL knows by itself where to begin; SQLite would gather them all, which took 250 ms
    for 30,000.
    """
    beside = Exists(rows.filter(**{to: OuterRef("pk")}))
    if negative:
        return ~Q(beside)
    if connection.vendor == "sqlite" and rows.order_by()[: FEW + 1].count() > FEW:
        return Q(beside)
    return Q(pk__in=rows.values(to))


def seen_are_few(teammate: Teammate, seen: PartyQuerySet) -> bool:
    """Whether what this teammate may see is little, so that one begins at it, not at all."""
    if reach_of(teammate) == Reach.ALL:
        return False
    return seen.order_by()[: FEW + 1].count() <= FEW


def of_seen(viewer: Viewer, path: str) -> Q:
    """Rows whose party one may see: begun at these parties where they are few."""
    if seen_are_few(viewer.teammate, viewer.seen):
        return Q(**{f"{path}__in": viewer.seen.values("pk")})
    return is_among(path, viewer.seen, as_they_come=True)
