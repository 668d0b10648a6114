"""The shape of what is written on the page of a party: one form for each kind of thing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Priority
from keepwell.desk.forms.tasks import AgainForm
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.parties.models import Party

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
OUTCOMES = [
    ("connected", _("we spoke")),
    ("no_answer", _("no answer")),
    ("voicemail", _("left a message")),
    ("busy", _("busy")),
    ("wrong_number", _("wrong number")),
]


def _moment() -> forms.DateTimeField:
    shape = "%Y-%m-%dT%H:%M"
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=shape)
    return forms.DateTimeField(label=_("When"), widget=widget, input_formats=[shape])


class NoteForm(forms.Form):
    """A note: only words."""

    KIND = "note"
    text = forms.CharField(
        label=_("What happened, or what was said"), max_length=20_000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, people: Sequence[Party] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(one.pk): one for one in people}
        if "person" in self.fields:
            choices = [(pk, one.name) for pk, one in self.people.items()]
            self.fields["person"].choices = choices  # type: ignore[attr-defined]
            if len(choices) < 2:
                self.fields["person"].widget = forms.HiddenInput()
        if "on" in self.fields:
            self.fields["on"].initial = timezone.localtime().replace(second=0, microsecond=0)

    def whom(self) -> list[Party]:
        """The person chosen."""
        chosen = self.people.get(self.cleaned_data.get("person", ""))
        return [chosen] if chosen else []

    def rest(self) -> list[forms.BoundField]:
        """The fields beside the words."""
        return [one for one in self if one.name != "text" and not one.is_hidden]


class NextTouch(forms.Form):
    """And plan the next touch."""

    next_on = forms.DateField(label=_("Next touch"), required=False, widget=DAY)
    next_what = forms.CharField(label=_("What for"), required=False, max_length=200)


class JottedForm(NextTouch, NoteForm):
    """A note, and the next touch."""

    field_order = ("text", "next_on", "next_what")


class CallForm(NextTouch, NoteForm):
    """A call: who called whom, how it ended."""

    KIND = "call"
    text = forms.CharField(
        label=_("What was said"), required=False, max_length=20_000, widget=forms.Textarea
    )
    person = forms.ChoiceField(label=_("With"), required=False)
    direction = forms.ChoiceField(
        label=_("Who called"),
        choices=[("outbound", _("we called")), ("inbound", _("they called"))],
    )
    outcome = forms.ChoiceField(label=_("How it ended"), choices=OUTCOMES)
    on = _moment()
    field_order = ("text", "person", "direction", "outcome", "on", "next_on", "next_what")


class MailForm(NextTouch, NoteForm):
    """A mail that passed elsewhere."""

    KIND = "mail"
    text = forms.CharField(
        label=_("What it said"), required=False, max_length=20_000, widget=forms.Textarea
    )
    title = forms.CharField(label=_("Subject"), max_length=500)
    person = forms.ChoiceField(label=_("With"), required=False)
    direction = forms.ChoiceField(
        label=_("Who wrote"),
        choices=[("outbound", _("we wrote")), ("inbound", _("they wrote"))],
    )
    on = _moment()
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("text", "title", "person", "direction", "on", "next_on", "next_what")


class MeetingForm(NextTouch, NoteForm):
    """A meeting held or agreed."""

    KIND = "meeting"
    text = forms.CharField(
        label=_("What was decided"), required=False, max_length=20_000, widget=forms.Textarea
    )
    title = forms.CharField(label=_("About"), max_length=500)
    person = forms.ChoiceField(label=_("With"), required=False)
    on = _moment()
    field_order = ("text", "title", "person", "on", "next_on", "next_what")


class PromiseForm(AgainForm, NoteForm):
    """A promise: what, by when."""

    KIND = "promise"
    text = forms.CharField(label=_("What we promised"), max_length=500, widget=forms.Textarea)
    due_on = forms.DateField(label=_("By"), widget=DAY)
    field_order = ("text", "due_on", "remind", "again")


class TaskForm(AgainForm, NoteForm):
    """A task: what, for whom, by when."""

    KIND = "task"
    text = forms.CharField(label=_("What is to be done"), max_length=500, widget=forms.Textarea)
    due_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    assignee = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Teammate.objects.none(), required=False
    )
    priority = forms.ChoiceField(label=_("Priority"), required=False, choices=Priority.choices)
    field_order = ("text", "due_on", "assignee", "priority", "remind", "again")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        here = teammates().filter(is_active=True)
        self.fields["assignee"].queryset = here  # type: ignore[attr-defined]
        self.fields["assignee"].empty_label = str(_("me"))  # type: ignore[attr-defined]


FORMS: dict[str, type[NoteForm]] = {
    form.KIND: form
    for form in (JottedForm, MailForm, CallForm, MeetingForm, PromiseForm, TaskForm)
}
WORDS = {
    "note": _("Note"),
    "mail": _("Mail"),
    "call": _("Call"),
    "meeting": _("Meeting"),
    "promise": _("Promise"),
    "task": _("Task"),
}


def moment_of(form: NoteForm) -> datetime | None:
    """When it was, if the form asks."""
    return form.cleaned_data.get("on")


def answered(form: NoteForm) -> UUID | None:
    """The mail this one answers, if any."""
    return form.cleaned_data.get("answers")
