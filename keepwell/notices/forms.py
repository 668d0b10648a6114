"""The shape of what a teammate wants to hear."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwell.notices.models import Digest
from keepwell.notices.rules import SORTS, Sort, Ways

TICK = forms.CheckboxInput(attrs={"class": "tick"})
HOURS = [(str(hour), f"{hour}:00") for hour in range(24)]


class PreferencesForm(forms.Form):
    """Two ticks for each sort of notice, and the hour of the digest."""

    digest = forms.BooleanField(
        label=gettext_lazy("Send me a digest by mail on working days"), required=False,
        help_text=gettext_lazy("Only when there is something to tell."),
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At, by my own clock"), choices=HOURS, coerce=int
    )

    def __init__(self, *args: Any, ways: dict[Sort, Ways], wanted: Digest, **more: Any) -> None:
        first: dict[str, Any] = {"digest": wanted.stopped_at is None, "hour": str(wanted.hour)}
        for sort, way in ways.items():
            first |= {f"{sort}_here": way.here, f"{sort}_by_mail": way.by_mail}
        super().__init__(*args, initial=first, **more)
        for sort in ways:
            words = _(SORTS[sort])
            for name, where in (("here", _("here")), ("by_mail", _("in the digest"))):
                self.fields[f"{sort}_{name}"] = forms.BooleanField(
                    label=f"{words}: {where}", required=False, widget=TICK
                )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each sort with its two ticks."""
        return [
            (_(words), self[f"{sort}_here"], self[f"{sort}_by_mail"])
            for sort, words in SORTS.items()
            if f"{sort}_here" in self.fields
        ]

    def ways(self) -> dict[Sort, Ways]:
        """What was ticked."""
        given = self.cleaned_data
        return {
            sort: Ways(given[f"{sort}_here"], given[f"{sort}_by_mail"])
            for sort in Sort
            if f"{sort}_here" in given
        }
