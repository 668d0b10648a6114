"""The field of a form in which a value of the firm's own is written."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now

from keepwell.fields.rules.definitions import Definition, FieldSort
from keepwell.fields.rules.values import LONGEST


def input_for(asked: Definition, *, held: Any = None) -> forms.Field:
    """The field of a form in which a value is written.

    It judges the shape only; the command reads what was typed. `held` is the value there is,
    so that a choice retired since can stay.
    """
    told: dict[str, Any] = {"label": asked.label, "help_text": asked.about, "required": False}
    match asked.sort:
        case FieldSort.CHOICE:
            return forms.ChoiceField(choices=[("", "–"), *_pairs(asked, [held])], **told)
        case FieldSort.CHOICES:
            pairs = _pairs(asked, held or [])
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=pairs, widget=boxes, **told)
        case FieldSort.YES_NO:
            pairs = [("", "–"), ("yes", capfirst(_now("yes"))), ("no", capfirst(_now("no")))]
            return forms.ChoiceField(choices=pairs, **told)
        case FieldSort.DATE:
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.CharField(widget=day, max_length=10, **told)
        case FieldSort.NUMBER | FieldSort.MONEY:
            hint = {"inputmode": "decimal", "autocomplete": "off"}
            if asked.currency:
                told["label"] = f"{asked.label} ({asked.currency})"
            return forms.CharField(widget=forms.TextInput(attrs=hint), max_length=40, **told)
        case FieldSort.URL:
            link = forms.TextInput(attrs={"inputmode": "url"})
            return forms.CharField(widget=link, max_length=LONGEST, **told)
        case FieldSort.PARTY:
            told["help_text"] = asked.about or _now("The name or e-mail address of a party that"
                                                    " is here already.")  # fmt: skip
            return forms.CharField(max_length=320, **told)
    return forms.CharField(max_length=LONGEST, **told)


def _pairs(asked: Definition, held: list[Any]) -> list[tuple[str, str]]:
    return [
        (one.key, one.label) for one in asked.choices if not one.is_retired or one.key in held
    ]


def first_of(asked: Definition, plain: Any) -> Any:
    """A plain value as its input holds it."""
    if asked.sort is FieldSort.YES_NO and plain is not None:
        return "yes" if plain else "no"
    return plain
