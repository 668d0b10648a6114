"""The list of parties: views, filters, order, and rows with what a reader needs of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from keepwell.desk.queries.concerns import what_is_missing
from keepwell.desk.queries.filtered import narrowed_by
from keepwell.desk.queries.filtered_own import order_by_own
from keepwell.desk.queries.kinds import kinds_by_party
from keepwell.desk.queries.today_facts import contact_of, employers_of
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.listing import Listing
from keepwell.fields.queries.values import Shown, Values, values_of_parties
from keepwell.firm.queries import usual_cadence
from keepwell.kernel.spelt import Many, spelt_once
from keepwell.kernel.verdict import Verdict
from keepwell.parties.models import ContactPoint, Party, PartyQuerySet, PostalAddress
from keepwell.parties.queries.lists import (
    BY_NAME,
    BY_NAME_BACKWARDS,
    LAST_CHANGED,
    NEWEST,
    OLDEST,
    Order,
)
from keepwell.parties.queries.search import that_hold
from keepwell.relationships.models import Relationship, Stage
from keepwell.relationships.rules.quiet import Level, judge_quietness
from keepwell.walls.queries import names_among

_FACTS, _STANDING = "contact_facts__party_id", "relationship__party_id"


def _both_ways(name: str, column: str, **how: Any) -> dict[str, Order]:
    return {
        name: Order(name, column, **how),
        f"-{name}": Order(f"-{name}", column, descending=True, **how),
    }


def _moments(name: str, column: str) -> dict[str, Order]:
    return _both_ways(
        name, f"contact_facts__{column}", read=datetime.fromisoformat, rest=BY_NAME, tie=_FACTS
    )


ORDERS = {
    "name": BY_NAME,
    "-name": BY_NAME_BACKWARDS,
    "-created": NEWEST,
    "created": OLDEST,
    "-changed": LAST_CHANGED,
    "changed": Order("changed", "changed_at", read=datetime.fromisoformat),
    **_moments("last", "last_two_way"),
    **_moments("inbound", "last_inbound"),
    **_moments("outbound", "last_outbound"),
    **_both_ways("next", "relationship__next_touch_on", read=date.fromisoformat, rest=BY_NAME,
                 tie=_STANDING),
    **_both_ways("stage_since", "relationship__stage_since", read=date.fromisoformat,
                 rest=BY_NAME),
    **_both_ways("employees", "employees", read=int, rest=BY_NAME),
    **_both_ways("owner", "owner_name"),
    **_both_ways("stage", "stage_name"),
    **_both_ways("industry", "industry"),
    **_both_ways("source", "source"),
}  # fmt: skip
_ANNOTATED = {
    "owner_name": Coalesce("relationship__owner__name", Value("")),
    "stage_name": Coalesce("relationship__stage", Value("")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list."""

    party: Party
    kinds: tuple[str, ...] = ()
    works_for: str = ""
    owner: str = ""
    former_owner: bool = False
    stage: str = ""
    quiet: Verdict[Level] | None = None
    last_two_way: datetime | None = None
    silent_days: int | None = None
    usual_gap: float | None = None
    next_touch: date | None = None
    missing: str = ""
    because: tuple[str, ...] = field(default=())
    standing: Relationship | None = None
    facts: Any = None
    email: str = ""
    phone: str = ""
    city: str = ""
    country: str = ""
    own: Mapping[str, Shown] = field(default_factory=dict)

    @property
    def tone(self) -> str:
        level = self.quiet.value if self.quiet else Level.FINE
        return {Level.QUIET: "watch", Level.SILENT: "alarm"}.get(level, "")


def parties_of(viewer: Viewer, among: PartyQuerySet, listing: Listing) -> PartyQuerySet:
    """Those of a view that the filter means and the text finds, in no order."""
    found = narrowed_by(among, listing.tree, teammate=viewer.teammate, today=viewer.on)
    return that_hold(found, listing.q)


def order_of(sort: str) -> Order:
    """The order of this name, one of the house or by a field of the firm's own."""
    return ORDERS[sort] if sort in ORDERS else order_by_own(sort)


def in_order(among: PartyQuerySet, order: Order) -> PartyQuerySet:
    """With the column this order goes by, and what each row shows."""
    if order.column in _ANNOTATED:
        among = among.annotate(**{order.column: _ANNOTATED[order.column]})
    return among.select_related("relationship__owner", "contact_facts")


@dataclass(frozen=True, slots=True)
class _Beside:
    """What rows show of other tables, read for all of them at once."""

    kinds: dict[UUID, tuple[str, ...]]
    employers: dict[UUID, str]
    points: dict[tuple[UUID, str], str]
    places: dict[UUID, tuple[str, str]]
    own: Values


def rows_of(
    parties: Sequence[Party], on: date, seen: PartyQuerySet, columns: Collection[str] = ()
) -> list[Row]:
    """These parties as rows; at most seven queries however many they are."""
    ids = [party.pk for party in parties]
    employers = employers_of([party.pk for party in parties if party.is_person])
    names = names_among(seen, set(employers.values()))
    beside = _Beside(
        kinds_by_party(ids),
        {party: names.get(employer, "") for party, employer in employers.items()},
        _points_of(ids, [kind for kind in ("email", "phone") if kind in columns]),
        _places_of(ids) if {"city", "country"} & set(columns) else {},
        values_of_parties(ids, seen, columns),
    )
    return [_row(party, beside, on) for party in parties]


def _points_of(ids: Sequence[UUID], kinds: Sequence[str]) -> dict[tuple[UUID, str], str]:
    if not kinds:
        return {}
    ordered = _points(tuple(kinds), parties=ids)
    return {(party, kind): value for party, kind, value in ordered}


@spelt_once
def _points(
    kinds: tuple[str, ...], *, parties: Many
) -> QuerySet[ContactPoint, tuple[UUID, str, str]]:
    rows = ContactPoint.objects.filter(party__in=parties, kind__in=kinds)
    return rows.order_by("is_primary", "-pk").values_list("party_id", "kind", "value")


def _places_of(ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = PostalAddress.objects.filter(party__in=ids).order_by("-pk")
    return {pk: (city, land) for pk, city, land in rows.values_list("party", "city", "country")}


def _row(party: Any, beside: _Beside, on: date) -> Row:
    kinds = beside.kinds.get(party.pk, ())
    standing: Relationship | None = getattr(party, "relationship", None)
    facts = getattr(party, "contact_facts", None)
    spoke = facts.last_two_way if facts else None
    owner = standing.owner if standing else None
    city, country = beside.places.get(party.pk, ("", ""))
    return Row(
        party,
        kinds,
        beside.employers.get(party.pk, ""),
        owner.name if owner else "",
        bool(owner and not owner.is_active),
        str(Stage(standing.stage).label) if standing and standing.stage else "",
        _quietness(standing, facts, on) if "client" in kinds and facts else None,
        spoke,
        (on - spoke.date()).days if spoke else None,
        facts.gap_median_days if facts else None,
        standing.next_touch_on if standing else None,
        what_is_missing(party, on) if hasattr(party, "has_owner") else "",
        standing=standing,
        facts=facts,
        email=beside.points.get((party.pk, "email"), ""),
        phone=beside.points.get((party.pk, "phone"), ""),
        city=city,
        country=country,
        own=beside.own.get(party.pk, {}),
    )


def _quietness(standing: Relationship | None, facts: Any, on: date) -> Verdict[Level]:
    return judge_quietness(
        contact_of(facts),
        cadence_days=(standing.cadence_days if standing else None) or usual_cadence(),
        today=on,
        paused_until=standing.paused_until if standing else None,
    )
