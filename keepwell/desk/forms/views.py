"""The shape of a view's name."""

from django import forms
from django.utils.translation import gettext_lazy as _

ICON_WORDS = (
    ("list", _("list")),
    ("star", _("star")),
    ("flag", _("flag")),
    ("people", _("people")),
    ("clock", _("clock")),
    ("mail", _("mail")),
    ("tag", _("tag")),
    ("board", _("board")),
    ("measures", _("chart")),
    ("calendar", _("calendar")),
)


class ViewForm(forms.Form):
    """What a view is called, its icon, and who may open it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    icon = forms.ChoiceField(label=_("Icon"), choices=ICON_WORDS, required=False)
    is_shared = forms.BooleanField(
        label=_("Everybody may open it"), required=False,
        help_text=_("Each sees of it what they may see; “me” in its filter is whoever looks."),
    )  # fmt: skip
    is_pinned = forms.BooleanField(label=_("Among my tabs"), required=False, initial=True)
    is_first = forms.BooleanField(label=_("My list opens with it"), required=False)
