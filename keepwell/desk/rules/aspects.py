"""The comparison of aspects, first form: what was observed, and which kind it speaks for.

The table of domain K2; the written policy of TENDING will take its place.
"""

from dataclasses import dataclass
from datetime import date

from keepwell.kernel.words import plural
from keepwell.kernel.words import say as _
from keepwell.ui.words import grouped, short_day

LONG_YEARS = 2


@dataclass(frozen=True, slots=True)
class AspectFacts:
    """What is known of a party, for the table."""

    first_contact: date | None = None
    last_two_way: date | None = None
    agreements: tuple[str, ...] = ()
    agreed_since: date | None = None
    agreed_value: str = ""
    orders: int = 0
    bought: str = ""
    last_order: date | None = None
    uses: int = 0
    people_using: int = 0
    last_use: date | None = None
    owner: str = ""
    team: int = 0
    two_way_year: int = 0


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row of the table."""

    name: str
    observed: str
    speaks_for: tuple[str, ...]
    because: tuple[str, ...] = ()


def compare_aspects(facts: AspectFacts, on: date) -> tuple[Aspect, ...]:
    """The rows for which something was observed."""
    rows = (
        _relationship(facts, on),
        _duration(facts, on),
        _agreement(facts),
        _involvement(facts, on),
        _payment(facts, on),
        _handling(facts),
    )
    return tuple(row for row in rows if row)


def _relationship(facts: AspectFacts, on: date) -> Aspect | None:
    if facts.first_contact is None:
        return None
    since = short_day(facts.first_contact, on)
    if facts.last_two_way is None:
        return Aspect(
            _("Relationship"), _("Contact since %(day)s, one way only", day=since), ()
        )
    return Aspect(
        _("Relationship"), _("In contact since %(day)s, both ways", day=since), ("client",)
    )


def _duration(facts: AspectFacts, on: date) -> Aspect | None:
    since = facts.agreed_since or facts.first_contact
    if since is None or since > on:
        return None
    months = (on.year - since.year) * 12 + on.month - since.month
    years, rest = divmod(months, 12)
    said = []
    if years:
        said.append(plural("%(count)d year", "%(count)d years", years))
    if rest or not years:
        said.append(plural("%(count)d month", "%(count)d months", rest))
    speaks = ("client",) if years >= LONG_YEARS and facts.agreements else ()
    return Aspect(_("Duration"), " ".join(said), speaks)


def _agreement(facts: AspectFacts) -> Aspect | None:
    if facts.agreements:
        return Aspect(_("Agreement"), ", ".join(facts.agreements[:2]), ("client",))
    if facts.orders:
        return Aspect(_("Agreement"), _("None; bought on standard terms"), ("customer",))
    if facts.uses or facts.people_using:
        return Aspect(_("Agreement"), _("None; terms of access"), ("user",))
    return None


def _involvement(facts: AspectFacts, on: date) -> Aspect | None:
    said, speaks = [], []
    if facts.two_way_year:
        said.append(
            plural(
                "%(count)s two-way contact in a year",
                "%(count)s two-way contacts in a year",
                facts.two_way_year,
            )
        )
        speaks.append("client")
    if facts.uses:
        day = short_day(facts.last_use, on) if facts.last_use else "–"
        said.append(
            _("used the product %(n)s times, last %(day)s", n=grouped(facts.uses), day=day)
        )
        speaks.append("user")
    if facts.people_using:
        said.append(
            plural(
                "%(count)d person there uses it",
                "%(count)d people there use it",
                facts.people_using,
            )
        )
        speaks.append("user")
    if not said:
        return None
    return Aspect(_("Involvement"), "; ".join(said), tuple(dict.fromkeys(speaks)))


def _payment(facts: AspectFacts, on: date) -> Aspect | None:
    said, speaks = [], []
    if facts.agreed_value:
        said.append(_("%(sum)s agreed for service", sum=facts.agreed_value))
        speaks.append("client")
    if facts.orders:
        day = short_day(facts.last_order, on) if facts.last_order else "–"
        said.append(
            plural(
                "%(count)d order at list price, %(sum)s, last %(day)s",
                "%(count)d orders at list price, %(sum)s, last %(day)s",
                facts.orders,
                sum=facts.bought,
                day=day,
            )
        )
        speaks.append("customer")
    return Aspect(_("Payment"), "; ".join(said), tuple(speaks)) if said else None


def _handling(facts: AspectFacts) -> Aspect | None:
    if not facts.owner:
        return Aspect(_("Handling"), _("No named owner"), ())
    if facts.team:
        observed = plural(
            "Owner %(owner)s and a team of %(count)d",
            "Owner %(owner)s and a team of %(count)d",
            facts.team,
            owner=facts.owner,
        )
    else:
        observed = _("Owner %(owner)s", owner=facts.owner)
    return Aspect(_("Handling"), observed, ("client",))
