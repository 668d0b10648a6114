"""The shape of what is done to many parties at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.desk.forms.tending import DAY, HandOverForm, OwnerForm, StageForm
from keepwell.desk.models import BulkVerb


class BulkStageForm(StageForm):
    """Where they stand from today on."""

    on = None  # type: ignore[assignment]  # today, for all of them


class BulkTouchForm(forms.Form):
    """When each is touched next: by its owner."""

    on = forms.DateField(label=_("When"), widget=DAY)
    what = forms.CharField(label=_("What for"), max_length=200, required=False)


class BulkValueForm(forms.Form):
    """What the field reads from now on."""

    value = forms.CharField(
        label=_("New value"), max_length=120, required=False,
        help_text=_("Leave it empty to clear the field."),
    )  # fmt: skip


class BulkLanguageForm(forms.Form):
    """The language they are written to in."""

    value = forms.CharField(
        label=_("Language"), max_length=10, required=False,
        help_text=_("As a short code: de, en, fr. Leave it empty to clear the field."),
    )  # fmt: skip


class BulkTrashForm(forms.Form):
    """Nothing more is asked: it can be undone."""


FORMS: dict[str, type[forms.Form]] = {
    BulkVerb.OWNER: OwnerForm,
    BulkVerb.HAND_OVER: HandOverForm,
    BulkVerb.STAGE: BulkStageForm,
    BulkVerb.NEXT_TOUCH: BulkTouchForm,
    BulkVerb.LANGUAGE: BulkLanguageForm,
    BulkVerb.INDUSTRY: BulkValueForm,
    BulkVerb.SOURCE: BulkValueForm,
    BulkVerb.TRASH: BulkTrashForm,
}


def facts_of(form: forms.Form) -> dict[str, Any]:
    """What was typed, as plain values to be kept."""
    facts = {}
    for name, value in form.cleaned_data.items():
        if name == "teammate":
            facts[name] = str(value.pk)
        elif hasattr(value, "isoformat"):
            facts[name] = value.isoformat()
        elif value is not None:
            facts[name] = value
    return facts
