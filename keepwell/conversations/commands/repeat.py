"""What comes again: begun, made for its next time, ended.

The next one is made when the last is done, or when its day begins, whichever is first. Both
hold the series, so it is made once; the day is kept on the series, so it is never lost.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from keepwell.conversations.commands.remind import due_reminder
from keepwell.conversations.commands.words import keep_words, said_by
from keepwell.conversations.models import Series, Task
from keepwell.conversations.rules.recurrence import (
    FIRST_DAWN,
    NotARule,
    days_after,
    kept_to_the_month,
    next_day,
    rule_of,
    words_of,
)
from keepwell.firm.models import Teammate
from keepwell.firm.queries import today_of
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless


@command
def repeat_task(
    task: Task, *, rule: str, counts_from_done: bool = False, at: datetime, by: Teammate
) -> Series:
    """Let a task come again by a rule in iCalendar's words; a rule it had before ends.

    `counts_from_done`: the next is due so long after this one is done, whenever that is.
    """
    task = hold(task)
    refuse_unless(task.done_at is None, _("This is closed already."))
    refuse_unless(task.due_on is not None, _("Say first by when it is due."), field="due_on")
    assert task.due_on is not None
    said = _said(rule, task.due_on, counts_from_done)
    if task.series is not None:
        _end(task.series, at)
    series = Series.objects.create(
        rule=said, counts_from_done=counts_from_done, starts_on=task.due_on,
        last_on=task.due_on, by=by, began_at=at,
    )  # fmt: skip
    series.next_on = _next_on(series)
    series.save(update_fields=["next_on"])
    task.series, task.turn = series, 1
    task.save(update_fields=["series", "turn"])
    record(
        "repeats", "task", task.pk, at=at, by=by, party_id=task.party_id, what=task.what,
        rule=said, counts_from_done=counts_from_done,
    )  # fmt: skip
    return series


def _said(rule: str, first: date, counts_from_done: bool) -> str:
    because = _("This is no rule Keepwell knows. Write it like FREQ=MONTHLY;BYDAY=2TU.")
    try:
        known = rule_of(rule)
    except NotARule:
        raise Refused(because, field="rule") from None
    if counts_from_done:
        odd = known.weekdays or known.month_days or known.months or known.place
        only = _("Counted from when it was done, a rule says only how long after.")
        refuse_unless(not odd, only, field="rule")
    else:
        known = kept_to_the_month(known, first)
        comes = known.times == 1 or next_day(known, first=first, last=first, turns=1)
        refuse_unless(bool(comes), _("By this rule it never comes again."), field="rule")
    said = words_of(known)
    refuse_unless(len(said) <= 200, because, field="rule")
    return said


def _next_on(series: Series) -> date | None:
    if series.counts_from_done:
        return None
    return next_day(
        rule_of(series.rule), first=series.starts_on, last=series.last_on, turns=series.turns
    )


@command
def stop_repeating(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Let it come no more; what was made stays."""
    task = hold(task)
    refuse_unless(task.series is not None, _("This does not come again."))
    assert task.series is not None
    _end(task.series, at)
    record(
        "repeats_no_more", "task", task.pk, at=at, by=by, party_id=task.party_id,
        what=task.what,
    )  # fmt: skip
    task.refresh_from_db()
    return task


def _end(series: Series, at: datetime) -> None:
    series = hold(series)
    if series.ended_at is None:
        series.ended_at, series.next_on = at, None
        series.save(update_fields=["ended_at", "next_on"])


def follow_up(task: Task, *, at: datetime, by: Teammate | None) -> Task | None:
    """The task was closed: the next of its series is made, unless it is there already."""
    if task.series_id is None or task.turn is None:
        return None
    series = hold(Series.objects.get(pk=task.series_id))
    if series.ended_at is not None or series.turns > task.turn:
        return None
    on = series.next_on
    if series.counts_from_done:
        closer = by or task.assignee
        done = today_of(closer, at) if closer else at.date()
        on = days_after(done, rule_of(series.rule), turns=series.turns)
    if on is not None:
        return _make(series, task, on, at)
    series.ended_at = at
    series.save(update_fields=["ended_at"])
    return None


def _make(series: Series, like: Task, on: date, at: datetime) -> Task:
    """The next turn, like the last; the series is held."""
    series.turns, series.last_on = series.turns + 1, on
    series.next_on = _next_on(series)
    series.save(update_fields=["turns", "last_on", "next_on"])
    who = like.assignee
    if who is not None and not who.is_active:
        who = None if like.party_id else series.by
    task = Task(
        kind=like.kind, what=like.what, text=like.text, party=like.party, contact=like.contact,
        assignee=who, due_on=on, priority=like.priority, series=series, turn=series.turns,
        remind_days=like.remind_days, remind_time=like.remind_time, source="by rule",
        created_at=at,
    )  # fmt: skip
    task.remind_at = due_reminder(task)
    task.save(force_insert=True)
    keep_words(said_by([task]))
    record(
        "came_again", "task", task.pk, at=at, party_id=task.party_id, what=task.what,
        due_on=str(on), turn=task.turn,
    )  # fmt: skip
    return task


@command
def make_what_comes_again(*, at: datetime, most: int = 200) -> int:
    """Make every task whose day has come although the one before it is still open. Counts them.

    After a standstill each that was missed is made: what was due stays due until it is done.
    """
    today, made = (at + FIRST_DAWN).date(), 0
    waiting = Series.objects.filter(next_on__lte=today).exclude(tasks__party__trashed_at__lt=at)
    for pk in list(waiting.order_by("next_on", "pk").values_list("pk", flat=True)[:most]):
        series = hold(Series(pk=pk))
        like = series.tasks.order_by("-turn").select_related("party", "assignee").first()
        if like is None:  # its party is gone, and its tasks with it
            _end(series, at)
        while like and series.next_on and series.next_on <= today and made < most:
            like = _make(series, like, series.next_on, at)
            made += 1
    if made:
        record("made_what_comes_again", "series", None, at=at, tasks=made)
    return made


def take_back_next(
    task: Task, *, closed_at: datetime | None, at: datetime, by: Teammate
) -> None:
    """It is open again: the next one, made because it was closed, goes if still untouched."""
    if task.series_id is None or task.turn is None:
        return
    series = hold(Series.objects.get(pk=task.series_id))
    following = Task.objects.filter(
        series=series, turn=task.turn + 1, created_at=closed_at, done_at=None, feedback=""
    ).first()
    if series.ended_at == closed_at and series.turns == task.turn:
        series.ended_at = None
        series.save(update_fields=["ended_at"])
    if following is None or series.turns != task.turn + 1:
        return
    gone = following.pk
    following.delete()
    series.turns = task.turn
    series.next_on, series.last_on = (
        (None if series.counts_from_done else series.last_on), _planned_day(series)
    )  # fmt: skip
    series.save(update_fields=["turns", "last_on", "next_on"])
    record(
        "took_back", "task", gone, at=at, by=by, party_id=task.party_id, what=task.what,
        turn=task.turn + 1,
    )  # fmt: skip


def _planned_day(series: Series) -> date:
    """The day the rule planned for the last turn; the task's own day may have moved since."""
    day, rule = series.starts_on, rule_of(series.rule)
    if series.counts_from_done:
        last = series.tasks.filter(turn=series.turns).values_list("due_on", flat=True).first()
        return last or day
    for turn in range(1, series.turns):
        following = next_day(rule, first=series.starts_on, last=day, turns=turn)
        day = following or day
    return day
