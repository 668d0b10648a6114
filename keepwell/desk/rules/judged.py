"""From facts to items: each judgement says why."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from keepwell.desk.rules.items import Cause, Item, Verb, Whom
from keepwell.kernel.verdict import Verdict
from keepwell.kernel.words import plural
from keepwell.kernel.words import say as _
from keepwell.relationships.rules.contact import ENOUGH_GAPS, Contact
from keepwell.relationships.rules.quiet import Level
from keepwell.ui.words import short_day

# A promise shows before its day, so that it can be kept; a proposal after a week's silence.
PROMISE_AHEAD_DAYS = 2
PROPOSAL_WAITS_DAYS = 7
RENEWAL_AHEAD_DAYS = 45
STALE_ANSWER_DAYS = 60
MANY_UNANSWERED = 2
NEAR_RENEWAL_DAYS = 90


@dataclass(frozen=True, slots=True)
class TaskFact:
    """An open task or promise."""

    id: UUID
    is_promise: bool
    what: str
    due_on: date | None
    made_on: date | None = None
    made_in: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class MailFact:
    """A mail of theirs that is the last word of its conversation and asks something."""

    activity_id: UUID
    subject: str
    since: date
    waits_days: int


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """An agreement that ends or renews."""

    id: UUID
    title: str
    ends_on: date
    notice_on: date | None
    by_itself: bool

    def decide_by(self, on: date) -> tuple[date, bool]:
        """The day by which to have spoken, and whether it is the day notice must be given."""
        if self.notice_on is not None and self.notice_on >= on:
            return self.notice_on, True
        return self.ends_on, False


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """A proposal, or work that may come, without an answer."""

    key: str
    name: str
    since: date | None
    closes_on: date | None = None
    next_step: str = ""


def judge_task(fact: TaskFact, whom: Whom | None, on: date) -> Item:
    """A task or promise that is due."""
    late = (on - fact.due_on).days if fact.due_on else 0
    cause = Cause.PROMISE if fact.is_promise else Cause.TASK
    return Item(
        key=f"{cause.value}:{fact.id}",
        cause=cause,
        verb=Verb.WRITE if fact.is_promise and whom else Verb.DO,
        what=_("Send “%(what)s”", what=fact.what) if _is_sent(fact) else fact.what,
        because=_why_task(fact, whom, late, on),
        whom=whom,
        noun_id=fact.id,
        due=fact.due_on,
        due_text="" if fact.due_on else _("no date"),
        tone=("alarm" if fact.is_promise else "watch") if late > 0 else "",
        weight=(float(late) if fact.due_on else -1000.0) + _urgency(fact),
    )


def _urgency(fact: TaskFact) -> float:
    """What is urgent goes before what is a month late; promises go by their day alone."""
    if fact.is_promise:
        return 0.0
    return {"high": 30.0, "low": -30.0}.get(fact.priority, 0.0)


def _is_sent(fact: TaskFact) -> bool:
    """A promise read from a mail names only the thing that was to be sent."""
    return fact.is_promise and fact.made_in == "mail"


def _why_task(fact: TaskFact, whom: Whom | None, late: int, on: date) -> tuple[str, ...]:
    name = whom.name if whom else ""
    if fact.is_promise:
        first = _promised(fact, on)
        if late > 0:
            return (first, _("Say when it will come before %(name)s has to ask.", name=name))
        return (first,)
    if late > 0:
        return (
            plural("It was due %(count)d day ago.", "It was due %(count)d days ago.", late),
        )
    return (_("It is due today."),) if late == 0 and fact.due_on else (_("It is open."),)


def _promised(fact: TaskFact, on: date) -> str:
    if fact.made_on is None:
        return _("You promised it.")
    day = short_day(fact.made_on, on)
    if fact.made_in == "mail":
        return _("You promised it in your mail of %(day)s.", day=day)
    if fact.made_in == "call":
        return _("You promised it in the call of %(day)s.", day=day)
    if fact.made_in == "meeting":
        return _("You promised it in the meeting of %(day)s.", day=day)
    return _("You promised it on %(day)s.", day=day)


def judge_answer(fact: MailFact, whom: Whom) -> Item | None:
    """A mail that asks and waits; after two months of waiting it is silence, not a clock."""
    if fact.waits_days > STALE_ANSWER_DAYS:
        return None
    subject = fact.subject or _("no subject")
    return Item(
        key=f"answer:{fact.activity_id}",
        cause=Cause.ANSWER,
        verb=Verb.WRITE,
        what=_("Answer “%(subject)s”", subject=subject),
        because=(
            plural(
                "%(name)s asked %(count)d day ago and nobody has answered.",
                "%(name)s asked %(count)d days ago and nobody has answered.",
                fact.waits_days,
                name=whom.name,
            )
            if fact.waits_days
            else _("%(name)s asked today.", name=whom.name),
        ),
        whom=whom,
        noun_id=fact.activity_id,
        due_text=plural("%(count)d day", "%(count)d days", fact.waits_days),
        due_note=_("waiting"),
        tone="alarm" if fact.waits_days > 3 else "watch" if fact.waits_days > 0 else "",
        weight=float(fact.waits_days),
    )


def judge_silence(
    verdict: Verdict[Level],
    contact: Contact,
    whom: Whom,
    on: date,
    *,
    spoke_by: str = "",
    renews_on: date | None = None,
) -> Item | None:
    """A client going quiet against their own rhythm; before a renewal it costs more."""
    if verdict.value is Level.FINE:
        return None
    cause = Cause.WATCH if verdict.value is Level.WATCH else Cause.QUIET
    verb = _how_to_speak(contact, spoke_by)
    days = (on - contact.last_two_way.date()).days if contact.last_two_way else None
    return Item(
        key=f"quiet:{whom.party_id}",
        cause=cause,
        verb=verb,
        what=(
            _("Call %(name)s", name=whom.name)
            if verb is Verb.CALL
            else _("Write to %(name)s", name=whom.name)
        ),
        because=(*verdict.because, *_renews(renews_on, on)),
        whom=whom,
        noun_id=whom.party_id,
        due_text=(
            plural("%(count)d day", "%(count)d days", days) if days is not None else _("never")
        ),
        due_note=(
            _("usual %(gap)g", gap=contact.gap_median_days)
            if contact.gap_median_days is not None and contact.gaps_used >= ENOUGH_GAPS
            else ""
        ),
        tone=_TONES[verdict.value],
        weight=_cost_of_silence(verdict.value, days, on, renews_on),
        tells={"quietness": verdict.value.value},
    )


def _renews(renews_on: date | None, on: date) -> tuple[str, ...]:
    if renews_on is None or not 0 <= (renews_on - on).days <= NEAR_RENEWAL_DAYS:
        return ()
    left = (renews_on - on).days
    return (
        plural(
            "Their agreement ends or renews on %(day)s, in %(count)d day.",
            "Their agreement ends or renews on %(day)s, in %(count)d days.",
            left,
            day=short_day(renews_on, on),
        ),
    )


_TONES = {Level.WATCH: "", Level.QUIET: "watch", Level.SILENT: "alarm"}
_RANKS = {Level.WATCH: 0, Level.QUIET: 1, Level.SILENT: 2}


def _how_to_speak(contact: Contact, spoke_by: str) -> Verb:
    """Call who is used to calls, and who does not answer mail."""
    unanswered = contact.unanswered_outbound >= MANY_UNANSWERED
    return Verb.CALL if unanswered or spoke_by in ("call", "meeting") else Verb.WRITE


def _cost_of_silence(level: Level, days: int | None, on: date, renews_on: date | None) -> float:
    soon = renews_on is not None and 0 <= (renews_on - on).days <= NEAR_RENEWAL_DAYS
    return (10_000 if soon else 0) + 2_000 * _RANKS[level] + min(days or 0, 999)


def judge_touch(whom: Whom, planned: date, what: str, on: date) -> Item:
    """The next touch has come."""
    late = (on - planned).days
    return Item(
        key=f"touch:{whom.party_id}:{planned.isoformat()}",
        cause=Cause.TOUCH,
        verb=Verb.WRITE if "mail" in what.casefold() else Verb.CALL,
        what=what or _("Get in touch with %(name)s", name=whom.name),
        because=(_("It was planned for this day."),)
        if late <= 0
        else (
            plural(
                "The next touch was planned %(count)d day ago and has not happened.",
                "The next touch was planned %(count)d days ago and has not happened.",
                late,
            ),
        ),
        whom=whom,
        noun_id=whom.party_id,
        due=planned,
        tone="watch" if late > 0 else "",
        weight=float(late),
    )


def judge_renewal(fact: AgreementFact, whom: Whom, on: date) -> Item | None:
    """An agreement whose day to speak is near."""
    by, is_notice = fact.decide_by(on)
    left = (by - on).days
    if not 0 <= left <= RENEWAL_AHEAD_DAYS:
        return None
    return Item(
        key=f"renewal:{fact.id}:{by.isoformat()}",
        cause=Cause.RENEWAL,
        verb=Verb.PLAN,
        what=_("Plan the renewal talk"),
        because=_why_renewal(fact, is_notice, on),
        whom=whom,
        noun_id=fact.id,
        due=by,
        tone="watch" if left <= 14 else "",
        weight=float(RENEWAL_AHEAD_DAYS - left),
    )


def _why_renewal(fact: AgreementFact, is_notice: bool, on: date) -> tuple[str, ...]:
    facts = {"title": fact.title, "ends": short_day(fact.ends_on, on)}
    said = [
        _("%(title)s renews by itself on %(ends)s, and no talk is planned.", **facts)
        if fact.by_itself
        else _("%(title)s ends on %(ends)s, and no talk is planned.", **facts)
    ]
    if is_notice and fact.notice_on:
        said.append(_("Notice can be given until %(day)s.", day=short_day(fact.notice_on, on)))
    return tuple(said)


def judge_proposal(fact: ProposalFact, whom: Whom, on: date) -> Item | None:
    """A proposal without an answer, or work whose day has come."""
    waits = (on - fact.since).days if fact.since else 0
    closing = fact.closes_on is not None and fact.closes_on <= on + timedelta(days=7)
    if waits < PROPOSAL_WAITS_DAYS and not closing:
        return None
    if closing and fact.closes_on:
        why = _("It was to be decided by %(day)s.", day=short_day(fact.closes_on, on))
    else:
        why = plural("No answer in %(count)d day.", "No answer in %(count)d days.", waits)
    said = (why, _("Next step: %(step)s", step=fact.next_step)) if fact.next_step else (why,)
    return Item(
        key=f"proposal:{fact.key}",
        cause=Cause.PROPOSAL,
        verb=Verb.WRITE,
        what=_("Follow up “%(name)s”", name=_short_name(fact.name, whom)),
        because=said,
        whom=whom,
        due=fact.closes_on,
        due_text="" if fact.closes_on else plural("%(count)d day", "%(count)d days", waits),
        tone="watch" if fact.closes_on and fact.closes_on < on else "",
        weight=float(waits),
    )


def _short_name(name: str, whom: Whom) -> str:
    """Other tools name work after the party, which stands under it already."""
    rest = name.removeprefix(whom.party).lstrip(" -–:")
    return rest or name


def promise_horizon(on: date) -> date:
    """Promises due up to this day are on Today."""
    return on + timedelta(days=PROMISE_AHEAD_DAYS)
