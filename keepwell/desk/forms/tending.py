"""The shape of what is decided about a relationship."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.relationships.models import Stage

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _WithTeammate(forms.Form):
    """Chooses among those who work here."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        here = teammates().filter(is_active=True)
        self.fields["teammate"].queryset = here  # type: ignore[attr-defined]


class PlanForm(_WithTeammate):
    """The next touch."""

    on = forms.DateField(label=_("When"), widget=DAY)
    what = forms.CharField(
        label=_("What for"), max_length=200, required=False,
        help_text=_("“Call Hanne about the renewal”"),
    )  # fmt: skip
    teammate = forms.ModelChoiceField(
        label=_("Who"), queryset=Teammate.objects.none(), required=False, empty_label=_("me")
    )


class OtherDayForm(forms.Form):
    """The day it is moved to."""

    on = forms.DateField(label=_("Day"), widget=DAY)


class OwnerForm(_WithTeammate):
    """Who is accountable."""

    teammate = forms.ModelChoiceField(
        label=_("Owner"), queryset=Teammate.objects.none(), empty_label=_("Choose")
    )


class HandOverForm(_WithTeammate):
    """To whom, and what they need to know."""

    teammate = forms.ModelChoiceField(
        label=_("To"), queryset=Teammate.objects.none(), empty_label=_("Choose")
    )
    briefing = forms.CharField(
        label=_("What they need to know"), widget=forms.Textarea(attrs={"rows": 9}),
        max_length=20_000,
    )  # fmt: skip


class HandAllOverForm(_WithTeammate):
    """Everything one teammate looks after, to one other."""

    teammate = forms.ModelChoiceField(
        label=_("To"), queryset=Teammate.objects.none(), empty_label=_("Choose")
    )


class RhythmForm(forms.Form):
    """How many days may lie between touches."""

    days = forms.IntegerField(
        label=_("Days between touches"), required=False, min_value=1, max_value=730,
        help_text=_("Empty: the firm’s usual rhythm."),
    )  # fmt: skip


class PauseForm(forms.Form):
    """Not in touch until a day, and why."""

    until = forms.DateField(label=_("Until"), widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class StageForm(forms.Form):
    """Where the relationship stands."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    on = forms.DateField(label=_("Since"), widget=DAY)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False,
        help_text=_("Needed when it ends or is lost."),
    )  # fmt: skip
    follow_up_on = forms.DateField(
        label=_("Ask how they are doing on"), required=False, widget=DAY,
        help_text=_("Needed when it ends."),
    )  # fmt: skip
