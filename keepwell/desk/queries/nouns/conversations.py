"""Conversations as a list: meetings, calls, mails, notes, behind the walls of the timeline."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models import Value as Literal
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwell.conversations.models import Activity, MailNature, Presence
from keepwell.conversations.rules.words import MAIL, NOTE, TALK
from keepwell.desk.queries.activities import called
from keepwell.desk.queries.filtered_people import teammates_meant
from keepwell.desk.queries.filtered_texts import NEGATIVE
from keepwell.desk.queries.narrowing import (
    by_choice,
    by_day,
    by_question,
    parties_meant,
    rows_meant,
    seen_are_few,
)
from keepwell.desk.queries.nouns.noun import Line, Link, ListNoun, Value, View, Way, Word
from keepwell.desk.queries.nouns.ours import ways_of_ours
from keepwell.desk.queries.nouns.words import holding
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogues.conversations import (
    CONTACT,
    CONVERSATIONS,
    NATURES,
    OUTCOMES,
    WAYS,
)
from keepwell.desk.rules.filter_fields import LEFT
from keepwell.desk.rules.filter_tree import Condition
from keepwell.firm.models import Teammate
from keepwell.kernel.among import ThereIs
from keepwell.kernel.keyset import Count, Order
from keepwell.parties.models import Party, PartyQuerySet, Tie, TieRole
from keepwell.walls.queries import visible_parties

_CHEAP = ("text", "in_reply_to", "thread_key", "key")


def conversations_seen(viewer: Viewer) -> QuerySet[Activity]:
    """What happened with parties one may see; what only mirrors another is left out."""
    rows = Activity.objects.filter(trashed_at=None, same_as=None)
    if seen_are_few(viewer.teammate, viewer.seen):
        theirs = Presence.objects.filter(party__in=viewer.seen.values("pk"))
        return rows.filter(pk__in=theirs.values("activity"))
    return rows.filter(ThereIs(_there(viewer.seen)))


def _there(seen: PartyQuerySet) -> QuerySet[Presence]:
    """Who of those one may see was in an activity."""
    there = Presence.objects.filter(activity=OuterRef("pk"), party__isnull=False)
    return there.filter(Exists(seen.filter(pk=OuterRef("party_id"))))


def _by_party(asked: Condition, teammate: Teammate, _today: date) -> Q:
    """With this party, or with somebody who works for it."""
    ids = parties_meant(asked.values, teammate)
    people = Tie.objects.filter(role=TieRole.WORKS_FOR, other__in=ids)
    seen = visible_parties(teammate).filter(pk__in=people.values("party"))
    whom = [*ids, *seen.values_list("pk", flat=True)]
    negative = asked.operator in NEGATIVE
    return rows_meant(_presences().filter(party__in=whom), "activity", negative=negative)


def _by_teammate(asked: Condition, teammate: Teammate, _today: date) -> Q:
    """Where one of these took part or wrote it down; with none of ours, if that is asked."""
    negative = asked.operator in NEGATIVE
    if not asked.values:
        ours = Q(by__isnull=False)
        there = _presences().filter(teammate__isnull=False)
    else:
        named = set(asked.values)
        ids = teammates_meant(named - {LEFT}, teammate)
        if LEFT in named:
            ids += Teammate.objects.filter(is_active=False).values_list("pk", flat=True)
        ours, there = Q(by__in=ids), _presences().filter(teammate__in=ids)
    if negative:
        # NOT (by IN …) would be neither true nor false where nobody wrote it down.
        return rows_meant(there, "activity", negative=True) & (~ours | Q(by=None))
    return ours | rows_meant(there, "activity")


def _presences() -> QuerySet[Presence]:
    return Presence.objects.all()


def _by_contact(asked: Condition, teammate: Teammate, _today: date) -> Q:
    """What it was to those one may see; what it was to others is not told."""
    there = _there(visible_parties(teammate))
    found = Q(pk__in=[])
    for value in asked.values:
        if value == "nothing":
            marked = Q(inbound=True) | Q(outbound=True) | Q(two_way=True)
            found |= ~Q(ThereIs(there.filter(marked)))
        else:
            found |= Q(ThereIs(there.filter(**{value: True})))
    return ~found if asked.operator in NEGATIVE else found


def _ways_of_contact(rows: QuerySet[Any], _alias: str, viewer: Viewer) -> list[Way]:
    """What it was to one party and to another may be two things: one question for each."""
    return [
        (
            rows.filter(
                _by_contact(Condition("contact", "is", (name,)), viewer.teammate, viewer.on)
            ),
            Literal(name, output_field=CharField()),
        )
        for name in CONTACT
    ]


def _mine(viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    there = Presence.objects.filter(teammate=viewer.teammate)
    return rows.filter(Q(by=viewer.teammate) | rows_meant(there, "activity"))


def _people(_viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    machines = (MailNature.NEWSLETTER, MailNature.AUTOMATIC, MailNature.BOUNCE,
                MailNature.MACHINE)  # fmt: skip
    return rows.exclude(nature__in=machines)


def _ahead(_viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(at__gt=timezone.now())


def conversation_lines(
    rows: Sequence[Activity], viewer: Viewer, columns: Collection[str]
) -> list[Line]:
    """A page of conversations; two queries: who was there, and whom of them one may see."""
    there: dict[UUID, list[Presence]] = defaultdict(list)
    presences = Presence.objects.filter(activity__in=[one.pk for one in rows])
    for row in presences.select_related("teammate").order_by("pk"):
        there[row.activity_id].append(row)
    ids = {row.party_id for each in there.values() for row in each if row.party_id}
    seen: dict[Any, Party] = viewer.seen.in_bulk(ids)
    return [_line(one, there[one.pk], seen, columns) for one in rows]


def _line(
    one: Activity, there: Sequence[Presence], seen: dict[Any, Party], columns: Collection[str]
) -> Line:
    mine = [row for row in there if row.party_id in seen]
    mine.sort(key=lambda row: (not seen[row.party_id].is_person, not row.inbound, row.pk))
    people = list(dict.fromkeys(seen[row.party_id] for row in mine))
    title = called(one)
    href = _place_of(one, people[0]) if people else ""
    told: dict[str, Value] = {
        "what": Link(title, href),
        "kind": Word(one.kind, capfirst(one.get_kind_display())),
        "party": tuple(
            Link(each.name, reverse("desk:party", args=[each.pk])) for each in people
        ),
        "teammate": _ours(one, there),
        "contact": contact_of(one, mine),
        "direction": _word(one.direction, WAYS),
        "outcome": _word(one.outcome, OUTCOMES),
        "place": one.place or None,
        "day": one.at,
    }
    return Line(one.pk, title, href, {name: told[name] for name in columns})


def _place_of(one: Activity, party: Party) -> str:
    """Where it stands in the timeline, which begins with it, however long ago it was."""
    stamp = round((one.at + timedelta(seconds=1)).timestamp()) * 1_000_000
    return f"{reverse('desk:party', args=[party.pk])}?before={stamp}-0#a-{one.pk}"


def _ours(one: Activity, there: Sequence[Presence]) -> str | None:
    names = [row.teammate.name for row in there if row.teammate]
    return ", ".join(dict.fromkeys(names)) or (one.by.name if one.by else None)


def _word(value: str, words: dict[str, str]) -> Word | None:
    return Word(value, _(words[value]) if value in words else value) if value else None


def contact_of(one: Activity, mine: Sequence[Presence]) -> Word:
    """What it counted as for those one may see, or why it is no contact."""
    if one.kind == "meeting" and one.at > timezone.now():
        return Word("ahead", _("still to come"))
    for name in ("two_way", "inbound", "outbound"):
        if any(getattr(row, name) for row in mine):
            return Word(name, _(CONTACT[name]))
    return Word("nothing", _why_not(one))


def _why_not(one: Activity) -> str:
    if one.kind == "note":
        return _("no contact: a note")
    if one.kind == "mail" and one.nature in NATURES and one.nature != MailNature.HUMAN:
        return _("no contact: %(why)s") % {"why": _(NATURES[one.nature])}
    if one.kind == "meeting":
        return _("no contact: not known to have been held")
    if one.outcome in OUTCOMES:
        return _("no contact: %(why)s") % {"why": _(OUTCOMES[one.outcome])}
    return _(CONTACT["nothing"])


def _counted(count: Count) -> str:
    words = ngettext("%(count)s conversation", "%(count)s conversations", count.number)
    return words % {"count": count}


_TEXT = holding(MAIL, NOTE, TALK)
NOUN = ListNoun(
    CONVERSATIONS,
    "desk:conversations",
    gettext_lazy("Conversations"),
    _counted,
    conversations_seen,
    {
        "all": View(gettext_lazy("All")),
        "mine": View(gettext_lazy("With me"), _mine),
        "people": View(gettext_lazy("Without newsletters and machines"), _people),
        "ahead": View(gettext_lazy("Still to come"), _ahead),
    },
    {
        "kind": by_choice("kind"),
        "day": by_day("at", moments=True),
        "text": lambda asked, _teammate, _today: _TEXT(asked.values[0], asked.operator),
        "party": _by_party,
        "teammate": _by_teammate,
        "contact": _by_contact,
        "direction": by_choice("direction"),
        "nature": by_choice("nature"),
        "outcome": by_choice("outcome"),
        "asks": by_question(Q(asks=True)),
    },
    {
        "day": Order("day", "at", read=datetime.fromisoformat),
        "-day": Order("-day", "at", descending=True, read=datetime.fromisoformat),
    },
    conversation_lines,
    lambda _viewer, rows, text: rows.filter(_TEXT(text, "contains")),
    beside=lambda rows, _order: rows.select_related("by").defer(*_CHEAP[1:]),
    paths={"day": "at", "outcome": "outcome", "place": "place", "kind": "kind",
           "direction": "direction"},
    gathers={"kind": "kind", "day": "at", "direction": "direction", "nature": "nature",
             "outcome": "outcome", "teammate": ways_of_ours, "contact": _ways_of_contact},
    quick=(
        ("teammate:is:me", gettext_lazy("With me")),
        ("contact:is:two_way", gettext_lazy("Two-way contact")),
        ("kind:is:call", gettext_lazy("Calls")),
        ("kind:is:meeting", gettext_lazy("Meetings")),
        ("kind:is:mail;nature:is:human", gettext_lazy("Mail of people")),
        ("kind:is:note", gettext_lazy("Notes")),
        ("day:last:7", gettext_lazy("In the last seven days")),
    ),
    search_label=gettext_lazy("Words that were said"),
    legend=gettext_lazy("Conversations for which"),
    empty=gettext_lazy(
        "Mail, meetings and calls come from your mailbox and calendar, or from what you write "
        "down on the page of a party."
    ),
    aside=(
        (gettext_lazy("Waiting for me"), "?side=waiting"),
        (gettext_lazy("Waiting for anybody"), "?side=all_waiting"),
        (gettext_lazy("Whose is this?"), "?side=unclaimed"),
    ),
    ticked=(("trash", gettext_lazy("Trash"), "trash"),),
    is_ticked=True,
)  # fmt: skip
