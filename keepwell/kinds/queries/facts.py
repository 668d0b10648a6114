"""The facts that kinds rest on: one question to the rooms below, for some parties or many.

It is asked of a day, so that facts as of any day can be read without writing any.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from keepwell.agreements.rules import NO_ENGAGEMENT
from keepwell.kinds.models import PartyFacts
from keepwell.kinds.queries.whose import Asked, These, Whose
from keepwell.kinds.rules.default import INTERESTED
from keepwell.kinds.rules.facts import NAMES, Facts

CHUNK = 400
_DAYS = frozenset(name for name in NAMES if name.endswith(("_on", "_since")))
_BOOLEANS = frozenset({"is_person", "acts_for_another", "is_owned"})


def facts_asked(whose: Whose, day: date) -> Asked:
    """The question: a row for each of these parties, its id first, then `NAMES` in order."""
    asked = _Question(whose, day)
    parts = [
        ("people", asked.people()),
        ("employed", asked.employed()),
        ("terms", asked.terms()),
        ("agreed", _AGREED),
        ("deals", asked.deals()),
        ("bought", asked.bought()),
        ("used", asked.used()),
        ("there", asked.there()),
        ("team", asked.team()),
    ]
    listed = ", ".join(f"{name} AS ({words})" for name, words in parts)
    return f"WITH {listed} {asked.all_of_it()}", asked.values


class _Question:
    """The parts of the question, which put down their values in the order they are asked."""

    def __init__(self, whose: Whose, day: date) -> None:
        self.whose, self.day = whose, day
        self.values: list[Any] = []

    def _are(self, column: str) -> str:
        words, values = self.whose.are(column)
        self.values += values
        return words

    def _today(self, words: str) -> str:
        """`{day}` in these words is the day that is asked of."""
        self.values += [self.day] * words.count("{day}")
        return words.replace("{day}", "%s")

    def people(self) -> str:
        """Who works today for each organisation, whoever is in the trash left out."""
        theirs = self._are("t.other_id")
        return (
            "SELECT DISTINCT t.other_id AS party_id, t.party_id AS person_id"
            " FROM parties_tie t JOIN parties_party p ON p.id = t.party_id"
            " AND p.trashed_at IS NULL AND p.merged_into_id IS NULL"
            f" WHERE t.role = 'works_for' AND {theirs} AND {self._today(_TIED)}"
        )

    def employed(self) -> str:
        """Who works for an organisation today."""
        theirs = self._are("t.party_id")
        return (
            "SELECT DISTINCT t.party_id FROM parties_tie t"
            f" WHERE t.role = 'works_for' AND {theirs} AND {self._today(_TIED)}"
        )

    def terms(self) -> str:
        """Every engagement that has begun, and whether it binds, as `Terms` judges."""
        kinds = ", ".join(f"'{kind}'" for kind in sorted(NO_ENGAGEMENT))
        # Values are put down in the order of the words: the outer part first.
        outer = self._today(
            "SELECT x.*, CASE WHEN x.terminated_on <= {day} THEN 1 ELSE 0 END AS gone,"
            " CASE WHEN (x.ends_on IS NULL OR x.ends_on > {day} OR x.renews)"
            " AND (x.terminated_on IS NULL OR x.terminated_on > {day})"
            " THEN 1 ELSE 0 END AS binds,"
            " CASE WHEN x.terminated_on <= {day} THEN x.terminated_on END AS gone_on,"
            " CASE WHEN x.ends_on <= {day} AND NOT x.renews THEN x.ends_on END AS over_on"
        )
        theirs = self._are("a.party_id")
        begun = self._today("COALESCE(a.starts_on, a.signed_on, {day}) <= {day}")
        return (
            f"{outer} FROM (SELECT a.party_id, REPLACE(a.kind, '_', ' ') AS kind,"
            " a.value_minor, COALESCE(a.starts_on, a.signed_on) AS begins, a.ends_on,"
            " a.terminated_on, a.renewal = 'automatic' AS renews FROM agreements_agreement a"
            f" WHERE {theirs} AND a.kind NOT IN ({kinds}) AND {begun}) x"
        )

    def deals(self) -> str:
        """Work offered to each."""
        return (
            "SELECT o.party_id,"
            " SUM(CASE WHEN o.outcome = 'won' THEN 1 ELSE 0 END) AS won,"
            " SUM(CASE WHEN o.outcome = 'lost' THEN 1 ELSE 0 END) AS lost,"
            " SUM(CASE WHEN o.outcome = 'open' THEN 1 ELSE 0 END) AS undecided,"
            " MIN(CASE WHEN o.outcome = 'won' THEN o.closes_on END) AS first_won_on,"
            " MIN(CASE WHEN o.outcome = 'open' THEN o.opened_on END) AS first_open_on"
            f" FROM relationships_opportunity o WHERE {self._are('o.party_id')}"
            " GROUP BY o.party_id"
        )

    def bought(self) -> str:
        """What each bought."""
        return (
            "SELECT o.party_id,"
            " SUM(CASE WHEN o.total_minor > 0 THEN 1 ELSE 0 END) AS orders,"
            f" {_whole('SUM(o.total_minor)')} AS net_minor,"
            " MIN(CASE WHEN o.total_minor > 0 THEN o.ordered_at END) AS first_at,"
            " MAX(CASE WHEN o.total_minor > 0 THEN o.ordered_at END) AS last_at"
            f" FROM orders_order o WHERE {self._are('o.party_id')} GROUP BY o.party_id"
        )

    def used(self) -> str:
        """How each used the product."""
        return (
            "SELECT u.party_id, COUNT(*) AS uses, MIN(u.at) AS first_at, MAX(u.at) AS last_at"
            f" FROM usage_use u WHERE {self._are('u.party_id')} GROUP BY u.party_id"
        )

    def there(self) -> str:
        """How the people of each organisation use the product, and who is interested."""
        interested = ", ".join(f"'{word}'" for word in INTERESTED)
        return (
            "SELECT w.party_id, MIN(w.first_at) AS first_at,"
            " SUM(CASE WHEN w.first_at IS NULL THEN 0 ELSE 1 END) AS using_it,"
            f" SUM(CASE WHEN r.called IN ({interested}) THEN 1 ELSE 0 END) AS interested"
            " FROM (SELECT h.party_id, h.person_id, (SELECT MIN(u.at) FROM usage_use u"
            " WHERE u.party_id = h.person_id) AS first_at FROM people h) w"
            " LEFT JOIN relationships_relationship r ON r.party_id = w.person_id"
            " GROUP BY w.party_id"
        )

    def team(self) -> str:
        """How many are on the account team of each."""
        return (
            "SELECT m.party_id, COUNT(DISTINCT m.teammate_id) AS mates"
            " FROM relationships_teammember m JOIN firm_teammate n"
            f" ON n.id = m.teammate_id AND n.is_active WHERE {self._are('m.party_id')}"
            " GROUP BY m.party_id"
        )

    def all_of_it(self) -> str:
        """Everything, put beside each party."""
        first_use, theirs_since = _day_of("used.first_at"), _day_of("there.first_at")
        shown = {
            "is_person": "p.nature = 'person'",
            "acts_for_another": "p.nature = 'person' AND employed.party_id IS NOT NULL",
            "called": "COALESCE(r.called, '')",
            **{name: f"COALESCE(agreed.{name}, 0)" for name in _COUNTED},
            "first_engaged_on": "agreed.first_engaged_on",
            "engaged_as": "COALESCE(SUBSTR(agreed.earliest, 12), '')",
            "engaged_on": "agreed.engaged_on",
            "last_ended_on": "agreed.last_ended_on",
            **{name: f"COALESCE(deals.{name}, 0)" for name in ("won", "lost")},
            "open": "COALESCE(deals.undecided, 0)",
            "first_won_on": "deals.first_won_on",
            "first_open_on": "deals.first_open_on",
            "orders": "COALESCE(bought.orders, 0)",
            "net_minor": "COALESCE(bought.net_minor, 0)",
            "first_order_on": _day_of("bought.first_at"),
            "last_order_on": _day_of("bought.last_at"),
            "uses": "COALESCE(used.uses, 0)",
            "last_use_on": _day_of("used.last_at"),
            "people_using": "COALESCE(there.using_it, 0)",
            "use_since": f"CASE WHEN {first_use} IS NULL THEN {theirs_since}"
            f" WHEN {theirs_since} < {first_use} THEN {theirs_since} ELSE {first_use} END",
            "people_interested": "COALESCE(there.interested, 0)",
            "is_owned": "n.id IS NOT NULL",
            "team": "COALESCE(team.mates, 0)",
            "first_contact_on": _day_of("c.first_contact"),
            "last_two_way_on": _day_of("c.last_two_way"),
        }
        columns = ", ".join(f'{shown[name]} AS "{name}"' for name in NAMES)
        joined = " ".join(
            f"LEFT JOIN {name} ON {name}.party_id = p.id"
            for name in ("employed", "agreed", "deals", "bought", "used", "there", "team")
        )
        return (
            f"SELECT p.id AS party_id, {columns} FROM parties_party p {joined}"
            " LEFT JOIN relationships_relationship r ON r.party_id = p.id"
            " LEFT JOIN firm_teammate n ON n.id = r.owner_id AND n.is_active"
            " LEFT JOIN relationships_contactfacts c ON c.party_id = p.id"
            f" WHERE {self._are('p.id')}"
        )


_TIED = (
    "(t.starts_on IS NULL OR t.starts_on <= {day}) AND (t.ends_on IS NULL OR t.ends_on > {day})"
)
_COUNTED = ("engaged_now", "engaged_ever", "terminated", "paid_now")
# The engagement told of is the one in force that began first; its kind stands after its day.
_AGREED = (
    "SELECT x.party_id, SUM(x.binds) AS engaged_now, COUNT(*) AS engaged_ever,"
    " SUM(x.gone) AS terminated, MIN(x.begins) AS first_engaged_on,"
    " MIN(CASE WHEN x.binds = 1 THEN x.begins END) AS engaged_on,"
    " MIN(CASE WHEN x.binds = 1"
    " THEN COALESCE(CAST(x.begins AS text), '9999-12-31') || ' ' || x.kind END) AS earliest,"
    " SUM(CASE WHEN x.binds = 1 AND x.value_minor > 0 THEN 1 ELSE 0 END) AS paid_now,"
    " MAX(CASE WHEN x.binds = 1 THEN NULL"
    " WHEN x.gone_on < x.over_on OR x.over_on IS NULL THEN x.gone_on"
    " ELSE x.over_on END) AS last_ended_on"
    " FROM terms x GROUP BY x.party_id"
)


def _day_of(moment: str) -> str:
    """The day of a moment, in UTC as moments are kept."""
    if connection.vendor == "postgresql":
        return f"CAST({moment} AT TIME ZONE 'UTC' AS date)"
    return f"SUBSTR({moment}, 1, 10)"


def _whole(sum_: str) -> str:
    return f"CAST({sum_} AS bigint)"


def kind_facts(party_ids: Sequence[UUID], today: date) -> Iterator[tuple[UUID, Facts]]:
    """These parties, each with the facts its kinds rest on, as of a day; nothing is written."""
    words, values = facts_asked(These(party_ids), today)
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        for id_, *row in cursor.fetchall():
            party = id_ if isinstance(id_, UUID) else UUID(id_)
            yield party, Facts(**dict(zip(NAMES, map(_as_told, NAMES, row), strict=True)))


def _as_told(name: str, value: Any) -> Any:
    """SQLite gives days as text and yes as 1."""
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    return bool(value) if name in _BOOLEANS else value


def facts_kept(party_id: UUID) -> Facts | None:
    """The facts of a party as they stand in the table."""
    row = PartyFacts.objects.filter(pk=party_id).values(*NAMES).first()
    return Facts(**row) if row else None
