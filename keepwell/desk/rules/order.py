"""The order of Today, and the sentence that opens it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keepwell.desk.rules.items import Cause, Item
from keepwell.kernel.words import gettext_noop, plural
from keepwell.kernel.words import say as _

_PLACE = {cause: place for place, cause in enumerate(Cause)}
# Causes that say “speak to them”: one such item per party is enough, the first of these.
_SPEAK = (Cause.QUIET, Cause.TOUCH, Cause.WATCH)


def order_items(items: Iterable[Item]) -> list[Item]:
    """By what waiting costs: late promises, then each cause in turn, the costliest first.

    Late promises and promises due are one cause; weight puts the latest first.
    """
    return sorted(items, key=lambda one: (_PLACE[one.cause], -one.weight, one.key))


def once_per_party(items: Sequence[Item], employers: dict[UUID, UUID]) -> list[Item]:
    """Say once that a party should be spoken to, and not again for its people.

    `items` are in order; `employers` gives a person's organisation.
    """
    spoken: set[UUID] = set()
    mails: set[UUID] = set()
    kept: list[Item] = []
    for one in items:
        party = one.party_id
        if one.cause is Cause.ANSWER and one.noun_id is not None:
            if one.noun_id in mails:
                continue
            mails.add(one.noun_id)
        elif one.cause in _SPEAK and party is not None:
            if party in spoken or employers.get(party) in spoken:
                continue
            spoken.add(party)
        kept.append(one)
    return kept


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one cause under their heading."""

    cause: Cause
    title: str
    items: tuple[Item, ...]


def sections_of(items: Sequence[Item]) -> list[Section]:
    """The items under their headings, in the order they came."""
    found: dict[Cause, list[Item]] = {}
    for one in items:
        found.setdefault(one.cause, []).append(one)
    return [Section(cause, _title(cause), tuple(rows)) for cause, rows in found.items()]


def _title(cause: Cause) -> str:
    return {
        Cause.PROMISE: _("Promises due"),
        Cause.ANSWER: _("Waiting for an answer"),
        Cause.QUIET: _("Going quiet"),
        Cause.TOUCH: _("Next touches"),
        Cause.RENEWAL: _("Renewals"),
        Cause.TASK: _("Tasks"),
        Cause.PROPOSAL: _("Proposals"),
        Cause.WATCH: _("To watch"),
    }[cause]


def order_in_words() -> str:
    """The rule of the order, said at the foot of Today."""
    return _(
        "Ordered by what waiting costs: promises, the latest first, then mail that waits for "
        "an answer, then silence against each client’s own rhythm (first where an agreement "
        "ends soon), touches planned, renewals ahead, tasks and proposals."
    )


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence that opens Today, in pieces: `strong` pieces are set in bold."""

    pieces: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _strong in self.pieces)


_NUMBERS = (
    "",
    gettext_noop("One"),
    gettext_noop("Two"),
    gettext_noop("Three"),
    gettext_noop("Four"),
    gettext_noop("Five"),
    gettext_noop("Six"),
    gettext_noop("Seven"),
    gettext_noop("Eight"),
    gettext_noop("Nine"),
    gettext_noop("Ten"),
    gettext_noop("Eleven"),
    gettext_noop("Twelve"),
)


def lead_of(items: Sequence[Item], on: date, renewals: dict[UUID, date], more: int = 0) -> Lead:
    """How many things, and the one or two that cannot wait."""
    count = len(items) + more
    if not count:
        return Lead(((_("Nothing is due."), False),))
    pieces = [(_count_in_words(count), False)]
    urgent = [said for said in (_late_promises(items, on), _quiet(items, on, renewals)) if said]
    if urgent:
        pieces.append((" ", False))
        pieces.append((urgent[0], True))
        if len(urgent) > 1:
            pieces += [(_(", and "), False), (urgent[1], True)]
        pieces.append((".", False))
    return Lead(tuple(pieces))


def _count_in_words(count: int) -> str:
    if count < len(_NUMBERS):
        return plural(
            "%(number)s thing.", "%(number)s things.", count, number=_(_NUMBERS[count])
        )
    return plural("%(count)d thing.", "%(count)d things.", count)


def _late_promises(items: Sequence[Item], on: date) -> str:
    late = [one for one in items if one.cause is Cause.PROMISE and one.due and one.due < on]
    if not late:
        return ""
    if len(late) < len(_NUMBERS):
        number = _(_NUMBERS[len(late)])
        return plural(
            "%(number)s promise is late",
            "%(number)s promises are late",
            len(late),
            number=number,
        )
    return plural("%(count)d promise is late", "%(count)d promises are late", len(late))


def _quiet(items: Sequence[Item], on: date, renewals: dict[UUID, date]) -> str:
    quiet = [one for one in items if one.cause is Cause.QUIET]
    if not quiet:
        return ""
    first = quiet[0]
    ends = renewals.get(first.party_id) if first.party_id else None
    silent = first.tells.get("quietness") == "silent"
    if ends is not None and 0 <= (ends - on).days <= 90:
        facts = {"name": first.party_name}
        left = (ends - on).days
        if silent:
            return plural(
                "%(name)s is silent %(count)d day before its agreement ends or renews",
                "%(name)s is silent %(count)d days before its agreement ends or renews",
                left,
                **facts,
            )
        return plural(
            "%(name)s is going quiet %(count)d day before its agreement ends or renews",
            "%(name)s is going quiet %(count)d days before its agreement ends or renews",
            left,
            **facts,
        )
    if silent:
        return _("%(name)s is silent", name=first.party_name)
    return _("%(name)s is going quiet", name=first.party_name)
