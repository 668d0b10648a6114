"""The shape of what is said of a task: who, by when, a reminder, how it comes again."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Priority, Task
from keepwell.desk.rules import repeats
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = "%Y-%m-%dT%H:%M"
AT_A_MOMENT = "moment"
REMINDERS = [
    ("", _("not at all")),
    ("0", _("on the day, at 9:00")),
    ("1", _("the day before, at 9:00")),
    ("2", _("two days before, at 9:00")),
    ("7", _("a week before, at 9:00")),
]
WAYS = [
    (repeats.NEVER, _("does not come again")),
    (repeats.DAY, _("daily")),
    (repeats.WORKDAY, _("on working days")),
    (repeats.WEEK, _("weekly")),
    (repeats.MONTH, _("monthly, on this day")),
    (repeats.NTH, _("monthly, on this weekday")),
    (repeats.LAST_DAY, _("monthly, on its last day")),
    (repeats.YEAR, _("yearly")),
    (repeats.AFTER, _("so many days after it was done")),
]
WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")),
    (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip


class AgainForm(forms.Form):
    """A reminder, and whether it comes again: the short form, for the composer."""

    remind = forms.ChoiceField(label=_("Remind"), choices=REMINDERS, required=False)
    again = forms.ChoiceField(label=_("Again"), choices=WAYS, required=False)


class ArrangeForm(forms.Form):
    """All that is said of an open task or promise."""

    what = forms.CharField(label=_("What"), max_length=500)
    text = forms.CharField(
        label=_("Details"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    due_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    assignee = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Teammate.objects.none(), required=False
    )
    priority = forms.ChoiceField(label=_("Priority"), required=False, choices=Priority.choices)
    remind = forms.ChoiceField(
        label=_("Remind"), required=False,
        choices=[*REMINDERS, (AT_A_MOMENT, _("at a moment of its own"))],
    )  # fmt: skip
    remind_at = forms.DateTimeField(
        label=_("Moment of the reminder"), required=False, input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )  # fmt: skip
    again = forms.ChoiceField(label=_("Again"), choices=WAYS, required=False)
    every = forms.IntegerField(
        label=_("Every how many"), required=False, min_value=1, max_value=500,
        help_text=_("2 with “weekly” is every second week."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these weekdays"), required=False, coerce=int, choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For “weekly”; none is the weekday it is due on."),
    )  # fmt: skip
    until = forms.DateField(label=_("Until, if it ends"), required=False, widget=DAY)
    times = forms.IntegerField(
        label=_("Or how often in all"), required=False, min_value=1, max_value=999
    )

    def __init__(self, *args: Any, task: Task, kept: str = "", **more: Any) -> None:
        super().__init__(*args, initial=first_of(task), **more)
        here = teammates().filter(is_active=True)
        self.fields["assignee"].queryset = here  # type: ignore[attr-defined]
        nobody = _("nobody") if task.assignee_id is None else None
        self.fields["assignee"].empty_label = nobody  # type: ignore[attr-defined]
        if self.initial["again"] == repeats.AS_IT_IS:
            ways = [*WAYS, (repeats.AS_IT_IS, kept)]
            self.fields["again"].choices = ways  # type: ignore[attr-defined]
        days = self.initial["remind"]
        if days not in dict(REMINDERS) and days != AT_A_MOMENT:
            given = (days, _("%(n)s days before, at 9:00") % {"n": days})
            self.fields["remind"].choices = [*REMINDERS, given, (  # type: ignore[attr-defined]
                AT_A_MOMENT, _("at a moment of its own"))]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("until") and given.get("times"):
            self.add_error("times", _("Say until when or how often, not both."))
        untold = not given.get("remind_at") and "remind_at" not in self.errors
        if given.get("remind") == AT_A_MOMENT and untold:
            self.add_error("remind_at", _("Say when."))
        return given


def again_of(given: dict[str, Any]) -> repeats.Again:
    """What the form says of coming again."""
    return repeats.Again(
        given.get("again") or "",
        given.get("every") or 1,
        tuple(given.get("weekdays") or ()),
        given.get("until"),
        given.get("times"),
    )


def first_of(task: Task) -> dict[str, Any]:
    """What the form shows of a task."""
    series = task.series if task.series and task.series.ended_at is None else None
    again = repeats.Again()
    if series is not None:
        again = repeats.way_of(series.rule, counts_from_done=series.counts_from_done)
    return {
        **{name: getattr(task, name) for name in ("what", "text", "due_on", "priority")},
        "assignee": task.assignee_id,
        "remind": _reminder(task),
        "remind_at": _local(task.remind_at) if task.remind_days is None else None,
        "again": again.way,
        "every": again.every,
        "weekdays": list(again.weekdays),
        "until": again.until,
        "times": again.times,
    }


def _reminder(task: Task) -> str:
    if task.remind_days is not None:
        return str(task.remind_days)
    return AT_A_MOMENT if task.remind_at else ""


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


class BreakForm(forms.Form):
    """Why a promise will not be kept."""

    reason = forms.CharField(label=_("Why it will not be kept"), max_length=300)


class FinishForm(forms.Form):
    """How it went, and what comes next."""

    feedback = forms.CharField(
        label=_("How it went"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    next_what = forms.CharField(label=_("What comes next"), required=False, max_length=500)
    next_on = forms.DateField(label=_("When"), required=False, widget=DAY)
    next_as = forms.ChoiceField(
        label=_("As"), required=False,
        choices=[("task", _("a task")), ("touch", _("the next touch with them"))],
    )  # fmt: skip
    assignee = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Teammate.objects.none(), required=False
    )

    def __init__(self, *args: Any, with_party: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        here = teammates().filter(is_active=True)
        self.fields["assignee"].queryset = here  # type: ignore[attr-defined]
        self.fields["assignee"].empty_label = _("me")  # type: ignore[attr-defined]
        if not with_party:
            del self.fields["next_as"]
