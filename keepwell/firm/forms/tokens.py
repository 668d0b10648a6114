"""What people say when they make a token for a program."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.firm.rules import SCOPES
from keepwell.firm.words import area_words


def _areas(way: str) -> list[tuple[str, str]]:
    words = area_words()
    named = (scope.partition(":") for scope in SCOPES)
    return [(f"{area}:{way}", words[area]) for area, _colon, each in named if each == way]


class TokenForm(forms.Form):
    """What a token is for, how long it works, and what it may do."""

    name = forms.CharField(
        label=_("What it is for"), max_length=120, help_text=_("Such as “Nightly accounts”")
    )
    days = forms.TypedChoiceField(
        label=_("Works for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        coerce=int,
        initial=90,
    )
    reads = forms.MultipleChoiceField(
        label=_("May read"),
        choices=lambda: _areas("read"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    writes = forms.MultipleChoiceField(
        label=_("May read and change"),
        choices=lambda: _areas("write"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def scopes(self) -> list[str]:
        """What was chosen; who may change there may read there."""
        return [*self.cleaned_data["reads"], *self.cleaned_data["writes"]]

    def expires_at(self, at: datetime) -> datetime:
        """When the token stops working."""
        days: int = self.cleaned_data["days"]
        return at + timedelta(days=days)
