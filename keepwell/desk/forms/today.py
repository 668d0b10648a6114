"""The shape of what is said on Today."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PutOffForm(forms.Form):
    """An item, until when, and why."""

    item = forms.CharField(max_length=120, widget=forms.HiddenInput)
    what = forms.CharField(max_length=600, required=False, widget=forms.HiddenInput)
    party = forms.UUIDField(required=False, widget=forms.HiddenInput)
    until = forms.DateField(label=_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
