"""The shape of what is typed about fields."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.fields.rules.definitions import (
    COLOUR_WORDS,
    COLOURS,
    LONGEST_LABEL,
    NATURES,
    SORT_WORDS,
)


class FieldForm(forms.Form):
    """What a field is called, what it is for, and whose it is."""

    label = forms.CharField(label=_("Name"), max_length=LONGEST_LABEL)
    about = forms.CharField(
        label=_("What it is for"), max_length=300, required=False,
        help_text=_("Stands under the field where it is filled in."),
    )  # fmt: skip
    nature = forms.ChoiceField(label=_("For"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        pairs = [(name, capfirst(_now(words))) for name, words in NATURES.items()]
        self.fields["nature"].choices = pairs  # type: ignore[attr-defined]


class NewFieldForm(FieldForm):
    """A field to be defined."""

    sort = forms.ChoiceField(
        label=_("What it holds"), help_text=_("It stays so: values are kept as what they are.")
    )
    choices = forms.CharField(
        label=_("What may be chosen"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For a list: one a line. They can be changed later."),
    )  # fmt: skip
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3,
        help_text=_("For money: three letters, like EUR. Empty is the firm’s own."),
    )  # fmt: skip
    field_order = ("label", "sort", "choices", "currency", "nature", "about")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        pairs = [(name, capfirst(_now(words))) for name, words in SORT_WORDS.items()]
        self.fields["sort"].choices = pairs  # type: ignore[attr-defined]


def _colours() -> list[tuple[str, str]]:
    return [(name, capfirst(_now(COLOUR_WORDS[name]))) for name in COLOURS]


class ChoiceForm(forms.Form):
    """What a choice is called, and its colour."""

    label = forms.CharField(label=_("Name"), max_length=LONGEST_LABEL)
    colour = forms.ChoiceField(label=_("Colour"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["colour"].choices = _colours()  # type: ignore[attr-defined]


class ChoicesForm(forms.Form):
    """More that may be chosen."""

    choices = forms.CharField(
        label=_("Add"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )  # fmt: skip
    colour = forms.ChoiceField(label=_("Colour"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        pairs = [("", _now("In turn")), *_colours()]
        self.fields["colour"].choices = pairs  # type: ignore[attr-defined]
