"""The shape of what is done to many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.desk.forms.bulk_work import (
    BulkAssigneeForm,
    BulkDoneForm,
    BulkDueForm,
    BulkPriorityForm,
)
from keepwell.desk.forms.tasks import BreakForm
from keepwell.desk.forms.tending import DAY, HandOverForm, OwnerForm, StageForm
from keepwell.desk.models import BulkVerb
from keepwell.fields.inputs import input_for
from keepwell.fields.rules.definitions import (
    TAGS,
    Definition,
    FieldSort,
    definition_named,
    shown_definitions,
)
from keepwell.fields.rules.values import plain_of, read_value
from keepwell.kernel.refusal import Refused


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


class BulkTagsForm(forms.Form):
    """Which tags."""

    tags = forms.MultipleChoiceField(
        label=_("Tags"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one tag.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = definition_named(TAGS)
        offered = asked.offered if asked else ()
        self.fields["tags"].choices = [(one.key, one.label) for one in offered]  # type: ignore[attr-defined]


class BulkOwnForm(forms.Form):
    """What a field of the firm's own reads from now on."""

    def __init__(self, asked: Definition, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = asked
        self.fields["value"] = input_for(asked)
        hint = _("Leave it empty to clear the field.")
        self.fields["value"].help_text = " ".join(filter(None, (asked.about, str(hint))))

    def clean(self) -> dict[str, Any]:
        """Judged before many parties are asked; whom a value names is found by the page."""
        given: dict[str, Any] = super().clean() or {}
        if self.asked.sort is not FieldSort.PARTY:
            try:
                cells = read_value(self.asked, given.get("value"))
            except Refused as no:
                raise forms.ValidationError({"value": no.because}) from None
            given["value"] = plain_of(self.asked, cells)
        return {**given, "field": self.asked.name}


def verbs_offered(noun: str = "parties") -> list[tuple[str, str]]:
    """What may be done to many: of the house, and to each field of the firm's own."""
    if noun != "parties":
        return [(verb, str(BulkVerb(verb).label)) for verb in FORMS.get(noun, {})]
    own = [one for one in shown_definitions() if not one.is_tags]
    tags = {BulkVerb.TAG, BulkVerb.UNTAG} if definition_named(TAGS) is None else set()
    house = [(verb, str(BulkVerb(verb).label)) for verb in FORMS[noun] if verb not in tags]
    return [*house, *((one.name, _set(one)) for one in own)]


def _set(asked: Definition) -> str:
    return _now("set “%(field)s”") % {"field": asked.label}


def form_of(do: str, sent: Any, noun: str = "parties") -> tuple[str, str, forms.Form | None]:
    """The verb that was pressed, its words, and the form that asks for what it needs."""
    asked = definition_named(do) if noun == "parties" else None
    if asked is not None and not asked.is_tags and not asked.is_retired:
        return BulkVerb.OWN, _set(asked), BulkOwnForm(asked, sent)
    if form := FORMS.get(noun, {}).get(do):
        return do, str(BulkVerb(do).label), form(sent)
    return "", "", None


FORMS: dict[str, dict[str, type[forms.Form]]] = {
    "parties": {
        BulkVerb.OWNER: OwnerForm,
        BulkVerb.HAND_OVER: HandOverForm,
        BulkVerb.STAGE: BulkStageForm,
        BulkVerb.NEXT_TOUCH: BulkTouchForm,
        BulkVerb.LANGUAGE: BulkLanguageForm,
        BulkVerb.INDUSTRY: BulkValueForm,
        BulkVerb.SOURCE: BulkValueForm,
        BulkVerb.TAG: BulkTagsForm,
        BulkVerb.UNTAG: BulkTagsForm,
        BulkVerb.TRASH: BulkTrashForm,
    },
    "tasks": {
        BulkVerb.DONE: BulkDoneForm,
        BulkVerb.ASSIGNEE: BulkAssigneeForm,
        BulkVerb.DUE: BulkDueForm,
        BulkVerb.PRIORITY: BulkPriorityForm,
        BulkVerb.BROKEN: BreakForm,
        BulkVerb.TRASH: BulkTrashForm,
    },
    "conversations": {BulkVerb.TRASH: BulkTrashForm},
}


def facts_of(form: forms.Form) -> dict[str, Any]:
    """What was typed, as plain values to be kept."""
    facts = {}
    for name, value in form.cleaned_data.items():
        if name == "teammate":
            facts[name] = str(value.pk)
        elif hasattr(value, "isoformat"):
            facts[name] = value.isoformat()
        elif value is not None or name == "value":
            facts[name] = value
    return facts
