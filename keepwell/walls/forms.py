from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.walls.models import Reach
from keepwell.walls.rules import DEFAULT_REACH


class ReachForm(forms.Form):
    """How far a role sees."""

    role = forms.ChoiceField(choices=[(role, role) for role in DEFAULT_REACH])
    reach = forms.ChoiceField(label=_("Sees"), choices=Reach)


class WallForm(forms.Form):
    """Who must not see a party, and why."""

    teammate = forms.ModelChoiceField(
        Teammate.objects.none(), label=_("Hide it from"), empty_label=_("Choose")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays on the record.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Teammate.objects.filter(is_active=True).order_by("name")
        self.fields["teammate"].queryset = here  # type: ignore[attr-defined]


class LowerForm(forms.Form):
    """Why a wall comes down."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
