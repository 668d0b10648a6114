"""The shape of an overruling."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.desk.forms.tending import DAY
from keepwell.kinds.models import Kind


class OverruleForm(forms.Form):
    """That a party is, or is not, of a kind, until a day, and why."""

    is_held = forms.ChoiceField(
        label=_("They"), choices=[("no", _("are not a")), ("yes", _("are a"))]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    ends_on = forms.DateField(
        label=_("Until"), widget=DAY, help_text=_("From this day on the policy decides again.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def told(self) -> dict[str, Any]:
        """What was filled in, as the command takes it."""
        return {**self.cleaned_data, "is_held": self.cleaned_data["is_held"] == "yes"}


class PeriodForm(forms.Form):
    """From which day to which."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        """The first day lies before the last."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and first >= last:
            self.add_error("last", _("Choose a day after the first."))
        return told
