"""One value, written in its place."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.desk.forms.parties import PartyForm
from keepwell.desk.queries.spots import CITY, CONTACT, Spot


def input_of(spot: Spot) -> forms.Field:
    """The input for a value; the same as in the form of the whole party."""
    if spot.name.startswith(CONTACT):
        return forms.CharField(label=spot.label, max_length=500, required=False)
    if spot.name.startswith(CITY):
        return forms.CharField(label=spot.label, max_length=120, required=False)
    field = deepcopy(PartyForm.base_fields[spot.name])
    field.label = spot.label
    return field


def told(value: Any) -> str:
    """A value as a hidden field carries it."""
    return "" if value is None else str(value)


class SpotForm(forms.Form):
    """One value, and hidden what its writer saw there."""

    value = forms.CharField(label=_("Value"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, spot: Spot, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["value"] = input_of(spot)
        self.initial = {"value": spot.now, "seen": told(spot.now), **self.initial}

    def seen_value(self) -> Any:
        """What the writer saw, as it is kept."""
        return self.fields["value"].to_python(self.cleaned_data["seen"])
