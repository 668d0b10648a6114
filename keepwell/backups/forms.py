from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwell.backups.models import BackupPlan


class PlanForm(forms.Form):
    """When backups are taken by themselves."""

    is_on = forms.BooleanField(label=_("Take a backup every day"), required=False)
    hour = forms.TypedChoiceField(
        label=_("At"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("By the firm’s clock. One that was missed is made up for."),
    )
    keep = forms.IntegerField(
        label=_("How many are kept"),
        min_value=1,
        max_value=1000,
        help_text=_("Older ones are taken away once a new one is good."),
    )
    folder = forms.CharField(
        label=_("Folder"),
        max_length=200,
        required=False,
        help_text=_("Inside the folder of backups; leave it empty for that folder itself."),
    )

    @classmethod
    def of(cls, plan: BackupPlan, sent: Any = None) -> "PlanForm":
        """The form filled in with the plan, or with what was sent."""
        initial = {name: getattr(plan, name) for name in ("hour", "keep", "folder")}
        return cls(sent, initial={"is_on": plan.on_since is not None, **initial})
