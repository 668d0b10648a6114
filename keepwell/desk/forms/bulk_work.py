"""The shape of what is done to many tasks and promises at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Priority
from keepwell.desk.forms.tending import DAY, OwnerForm
from keepwell.firm.models import Teammate

FARTHEST = 3_650


class BulkDoneForm(forms.Form):
    """How it went, if that is to be said of all of them."""

    feedback = forms.CharField(
        label=_("How it went"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class BulkAssigneeForm(OwnerForm):
    """Who does them."""

    teammate = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Teammate.objects.none(), empty_label=_("Choose")
    )


class BulkPriorityForm(forms.Form):
    """How urgent they are."""

    priority = forms.ChoiceField(
        label=_("Urgency"), choices=Priority.choices, required=False, initial=Priority.NORMAL
    )


class BulkDueForm(forms.Form):
    """To a day, or by so many days from where each stands."""

    on = forms.DateField(label=_("To this day"), widget=DAY, required=False)
    days = forms.IntegerField(
        label=_("Or by so many days"), required=False, min_value=-FARTHEST, max_value=FARTHEST,
        help_text=_("7 is a week later, -1 the day before."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and (given.get("on") is None) is (given.get("days") is None):
            raise forms.ValidationError({"on": _now("Say the day, or by how many days.")})
        return given
