"""What people type about teammates."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.firm.rules import Role
from keepwell.firm.words import role_words

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def zone_words(empty: Any = None) -> list[tuple[str, Any]]:
    areas = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    named = [(zone, zone.replace("_", " ")) for zone in areas if not zone.startswith("Etc/")]
    return [("", empty), *named] if empty else named


class InviteForm(forms.Form):
    """Somebody who shall work here."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=role_words, initial=Role.ADVISER)


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=role_words)


class LeftForm(forms.Form):
    """When somebody left."""

    on = forms.DateField(label=_("Last day was before"), widget=DAY)


class AbsenceForm(forms.Form):
    """When a teammate is away, and who covers."""

    starts_on = forms.DateField(label=_("First day away"), widget=DAY)
    ends_on = forms.DateField(label=_("First day back"), widget=DAY)
    covered_by = forms.ModelChoiceField(
        Teammate.objects.none(), label=_("Covered by"), empty_label=_("Nobody"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, teammate: Teammate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Teammate.objects.filter(is_active=True).exclude(pk=teammate.pk).order_by("name")
        self.fields["covered_by"].queryset = here  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """How a teammate is called and spoken to."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the browser asks")), ("en", "English"), ("de", "Deutsch")],
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_words(_("As the firm"))  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """A team and who is in it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    members = forms.ModelMultipleChoiceField(
        Teammate.objects.none(),
        label=_("Members"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Teammate.objects.filter(is_active=True).order_by("name")
        self.fields["members"].queryset = here  # type: ignore[attr-defined]
