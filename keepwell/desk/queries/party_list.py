"""The list of parties: views, filters, order, and rows with what a reader needs of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from keepwell.desk.queries.concerns import what_is_missing
from keepwell.desk.queries.kinds import SHOWN, kinds_by_party
from keepwell.desk.queries.today import USUAL_CADENCE
from keepwell.desk.queries.today_facts import contact_of, employers_of
from keepwell.desk.queries.views import Viewer
from keepwell.firm.queries import firm_or_none
from keepwell.kernel.verdict import Verdict
from keepwell.kinds.models import Holding
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.parties.queries.lists import BY_NAME, BY_NAME_BACKWARDS, NEWEST, OLDEST, Order
from keepwell.parties.queries.search import that_hold
from keepwell.relationships.models import Relationship
from keepwell.relationships.rules.quiet import Level, judge_quietness

FILTERS = ("kind", "stage", "owner", "nature", "quietness", "q")
NOBODY, ME = "nobody", "me"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR_AHEAD = date(9999, 12, 31)
ORDERS = {
    "name": BY_NAME,
    "-name": BY_NAME_BACKWARDS,
    "last": Order("last", "spoke", read=datetime.fromisoformat),
    "-last": Order("-last", "spoke", descending=True, read=datetime.fromisoformat),
    "next": Order("next", "next_on", read=date.fromisoformat),
    "-next": Order("-next", "next_on", descending=True, read=date.fromisoformat),
    "owner": Order("owner", "owner_name"),
    "-owner": Order("-owner", "owner_name", descending=True),
    "newest": NEWEST,
    "-newest": OLDEST,
}
_ANNOTATED = {
    "spoke": Coalesce("contact_facts__last_two_way", Value(LONG_AGO)),
    "next_on": Coalesce("relationship__next_touch_on", Value(FAR_AHEAD)),
    "owner_name": Coalesce("relationship__owner__name", Value("")),
}
_DAYS = {"watch": "watch_on", "quiet": "quiet_on", "silent": "silent_on"}


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

    @property
    def tone(self) -> str:
        level = self.quiet.value if self.quiet else Level.FINE
        return {Level.QUIET: "watch", Level.SILENT: "alarm"}.get(level, "")


def narrowed(viewer: Viewer, view: str, chosen: Mapping[str, str]) -> PartyQuerySet:
    """What the view holds, narrowed by the filters; a value nobody knows finds nothing."""
    among = viewer.narrow(view)
    if kind := chosen.get("kind"):
        stored = [key for key, name in SHOWN.items() if name == kind]
        held = Holding.objects.filter(kind__in=stored, until=None)
        among = among.filter(pk__in=held.values("party"))
    if stage := chosen.get("stage"):
        among = among.filter(relationship__stage=stage)
    if nature := chosen.get("nature"):
        among = among.filter(nature=nature)
    if owner := chosen.get("owner"):
        among = among.filter(_owned(owner, viewer))
    if level := chosen.get("quietness"):
        among = among.filter(_this_quiet(level, viewer.on))
    return that_hold(among, chosen.get("q", ""))


def _owned(owner: str, viewer: Viewer) -> Q:
    if owner == NOBODY:
        return Q(relationship__owner=None)
    if owner == ME:
        return Q(relationship__owner=viewer.teammate)
    try:
        return Q(relationship__owner=UUID(owner))
    except ValueError:
        return Q(pk__in=[])


def _this_quiet(level: str, on: date) -> Q:
    """This level or worse."""
    day = _DAYS.get(level)
    return Q(**{f"contact_facts__{day}__lte": on}) if day else Q(pk__in=[])


def in_order(among: PartyQuerySet, order: Order) -> PartyQuerySet:
    """With the column this order goes by, and what each row shows."""
    if order.column in _ANNOTATED:
        among = among.annotate(**{order.column: _ANNOTATED[order.column]})
    return among.select_related("relationship__owner", "contact_facts")


def rows_of(parties: Sequence[Party], on: date, seen: PartyQuerySet) -> list[Row]:
    """These parties as rows; three queries however many they are."""
    ids = [party.pk for party in parties]
    kinds = kinds_by_party(ids)
    employers = employers_of([party.pk for party in parties if party.is_person])
    names = dict(seen.filter(pk__in=set(employers.values())).values_list("pk", "name"))
    return [
        _row(
            party,
            kinds.get(party.pk, ()),
            names.get(employers[party.pk], "") if party.pk in employers else "",
            on,
        )
        for party in parties
    ]


def _row(party: Any, kinds: tuple[str, ...], works_for: str, on: date) -> Row:
    standing: Relationship | None = getattr(party, "relationship", None)
    facts = getattr(party, "contact_facts", None)
    spoke = facts.last_two_way if facts else None
    owner = standing.owner if standing else None
    return Row(
        party,
        kinds,
        works_for,
        owner.name if owner else "",
        bool(owner and not owner.is_active),
        standing.get_stage_display() if standing and standing.stage else "",
        _quietness(standing, facts, on) if "client" in kinds and facts else None,
        spoke,
        (on - spoke.date()).days if spoke else None,
        facts.gap_median_days if facts else None,
        standing.next_touch_on if standing else None,
        what_is_missing(party, on) if hasattr(party, "has_owner") else "",
    )


def _quietness(standing: Relationship | None, facts: Any, on: date) -> Verdict[Level]:
    firm = firm_or_none()
    usual = firm.cadence_days if firm else USUAL_CADENCE
    return judge_quietness(
        contact_of(facts),
        cadence_days=(standing.cadence_days if standing else None) or usual,
        today=on,
        paused_until=standing.paused_until if standing else None,
    )
