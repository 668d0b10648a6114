"""Writing down by hand what happened: calls, meetings, mails, notes."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwell.conversations.commands.join import join_conversations
from keepwell.conversations.commands.words import keep_words, said_in
from keepwell.conversations.models import Activity, ActivityKind, Presence
from keepwell.conversations.news import ContactChanged, NoteWritten
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party

CALL_OUTCOMES = ("connected", "no_answer", "busy", "voicemail", "wrong_number")
BY_HAND = "by hand"


@command
def log_call(
    parties: Sequence[Party],
    *,
    direction: str,
    outcome: str,
    on: datetime,
    text: str = "",
    title: str = "",
    at: datetime,
    by: Teammate,
) -> Activity:
    """Write down a call: who called whom (`inbound`, `outbound`), and how it ended.

    Only a connected call is two-way contact. `on` is when it was, not in the future.
    """
    _must_have_been(on, at)
    refuse_unless(
        direction in ("inbound", "outbound"),
        _("Say whether they called or you called."),
        field="direction",
    )
    refuse_unless(outcome in CALL_OUTCOMES, _("Say how the call ended."), field="outcome")
    return _write_down(
        ActivityKind.CALL, parties, role="with", direction=direction, outcome=outcome,
        on=on, title=title, text=text, at=at, by=by,
    )  # fmt: skip


@command
def log_meeting(
    parties: Sequence[Party],
    *,
    on: datetime,
    ends_at: datetime | None = None,
    outcome: str = "confirmed",
    title: str = "",
    text: str = "",
    place: str = "",
    at: datetime,
    by: Teammate,
) -> Activity:
    """Write down a meeting held or agreed; if confirmed it is two-way from its day on."""
    refuse_unless(
        outcome in ("confirmed", "tentative", "cancelled"),
        _("Say whether the meeting stands, is open or was called off."),
        field="outcome",
    )
    late = ends_at is None or ends_at > on
    refuse_unless(late, _("A meeting ends after it begins."), field="ends_at")
    return _write_down(
        ActivityKind.MEETING, parties, role="with", outcome=outcome, on=on, ends_at=ends_at,
        title=title, text=text, place=place, at=at, by=by,
    )  # fmt: skip


@command
def log_mail(
    parties: Sequence[Party],
    *,
    direction: str,
    on: datetime,
    title: str,
    text: str = "",
    asks: bool = False,
    answers: Activity | None = None,
    at: datetime,
    by: Teammate,
) -> Activity:
    """Write down a mail that passed outside the connected mailboxes.

    `answers` is the mail it replies to, which makes both of them two-way contact.
    """
    _must_have_been(on, at)
    refuse_unless(
        direction in ("inbound", "outbound"),
        _("Say whether they wrote or you wrote."),
        field="direction",
    )
    return _write_down(
        ActivityKind.MAIL, parties, role="from" if direction == "inbound" else "to",
        direction=direction, on=on, title=title, text=text, asks=asks,
        in_reply_to=(answers.key or "") if answers else "", at=at, by=by,
    )  # fmt: skip


@command
def write_note(
    parties: Sequence[Party], *, text: str, title: str = "", at: datetime, by: Teammate
) -> Activity:
    """Write a note about parties. A note is no contact."""
    refuse_unless(bool(text.strip()), _("Write something first."), field="text")
    return _write_down(
        ActivityKind.NOTE, parties, role="about", on=at, title=title, text=text, at=at, by=by
    )


def _must_have_been(on: datetime, at: datetime) -> None:
    refuse_unless(on <= at, _("This has not happened yet: its time is ahead."), field="on")


def _write_down(  # noqa: PLR0913 - the fields of an activity
    kind: str,
    parties: Sequence[Party],
    *,
    role: str,
    on: datetime,
    at: datetime,
    by: Teammate,
    title: str = "",
    text: str = "",
    place: str = "",
    direction: str = "",
    outcome: str = "",
    asks: bool = False,
    in_reply_to: str = "",
    ends_at: datetime | None = None,
) -> Activity:
    refuse_unless(bool(parties), _("Say who it was with."), field="parties")
    activity = Activity(
        kind=kind, at=on, ends_at=ends_at, title=title.strip()[:500], text=text.strip(),
        place=place.strip()[:300], direction=direction, outcome=outcome, asks=asks,
        in_reply_to=in_reply_to, by=by, source=BY_HAND, created_at=at,
    )  # fmt: skip
    if kind == ActivityKind.MAIL:
        activity.key = f"by-hand:{activity.pk}"
    activity.save(force_insert=True)
    keep_words(said_in([activity]))
    _be_present(activity, parties, role=role, by=by)
    record(
        f"logged_{kind}", "activity", activity.pk, at=at, by=by, party_id=parties[0].pk,
        on=on.isoformat(), title=activity.title, outcome=outcome, direction=direction,
        parties=[str(party.pk) for party in parties],
    )  # fmt: skip
    join_conversations(at=at, activity_ids=[activity.pk])
    announce(ContactChanged(tuple(party.pk for party in parties), at, by.pk))
    announce(NoteWritten(activity.pk, at, by.pk))
    activity.refresh_from_db()
    return activity


def _be_present(
    activity: Activity, parties: Sequence[Party], *, role: str, by: Teammate
) -> None:
    response = "accepted" if activity.kind == ActivityKind.MEETING else ""
    ours = {"from": "to", "to": "from"}.get(role, role)
    there = [
        Presence(activity=activity, party=party, role=role, response=response, at=activity.at)
        for party in parties
    ]
    me = Presence(activity=activity, teammate=by, role=ours, response=response, at=activity.at)
    Presence.objects.bulk_create([me, *there] if ours == "from" else [*there, me])


@command
def trash_activity(activity: Activity, *, at: datetime, by: Teammate) -> Activity:
    """Put an activity aside: it counts no more until it is restored."""
    activity = hold(activity)
    refuse_unless(activity.trashed_at is None, _("This is in the trash already."))
    near = _joined_to(activity)
    Presence.objects.filter(activity=activity).update(
        inbound=False, outbound=False, two_way=False
    )
    Activity.objects.filter(pk=activity.pk).update(
        trashed_at=at, same_as=None, answers=None, conversation=None
    )
    return _weigh_again(activity, near, verb="trashed", at=at, by=by)


@command
def restore_activity(activity: Activity, *, at: datetime, by: Teammate) -> Activity:
    """Take an activity out of the trash; it counts again."""
    activity = hold(activity)
    refuse_unless(activity.trashed_at is not None, _("This is not in the trash."))
    Activity.objects.filter(pk=activity.pk).update(trashed_at=None)
    return _weigh_again(activity, [], verb="restored", at=at, by=by)


def _joined_to(activity: Activity) -> list[Activity]:
    near = Q(answers=activity.pk) | Q(same_as=activity.pk)
    if activity.conversation_id:
        near |= Q(conversation=activity.conversation_id)
    return list(Activity.objects.filter(near).exclude(pk=activity.pk))


def _weigh_again(
    activity: Activity, near: Sequence[Activity], *, verb: str, at: datetime, by: Teammate
) -> Activity:
    ids = [activity.pk, *(each.pk for each in near)]
    join_conversations(at=at, activity_ids=ids)
    there = Presence.objects.filter(activity__in=ids, party__isnull=False)
    parties = tuple(dict.fromkeys(there.order_by("pk").values_list("party_id", flat=True)))
    record(
        f"{verb}_activity", "activity", activity.pk, at=at, by=by,
        party_id=parties[0] if parties else None, title=activity.title,
    )  # fmt: skip
    announce(ContactChanged(tuple(each for each in parties if each), at, by.pk))
    activity.refresh_from_db()
    return activity
