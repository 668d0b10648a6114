"""The shape of what is typed about a party."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from keepwell.desk.forms.own import (
    Find,
    own_seen,
    own_written,
    put_empty_inputs,
    put_own_inputs,
)
from keepwell.fields.queries.values import Line
from keepwell.fields.rules.definitions import shown_definitions
from keepwell.parties.models import (
    ContactKind,
    NameKind,
    Nature,
    Party,
    PostalAddress,
    TieRole,
)
from keepwell.ui.markup import format_html_join

DAY = {"type": "date"}


class NewPartyForm(forms.Form):
    """What is needed to write somebody down; everything else can follow."""

    nature = forms.ChoiceField(
        label=_("Who is it?"),
        choices=[
            (Nature.ORGANISATION, _("An organisation")),
            (Nature.PERSON, _("A person")),
        ],
        widget=forms.RadioSelect,
        initial=Nature.ORGANISATION,
    )
    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.CharField(label=_("E-mail"), max_length=320, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    works_for = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = {one.name: one for one in shown_definitions()}
        put_empty_inputs(self, list(self.asked.values()))

    def own_inputs(self) -> list[forms.BoundField]:
        """Fields of the firm's own, which may stay empty."""
        return [self[name] for name in self.asked]

    def own_written(self, find: Find) -> dict[str, Any]:
        """Those that were filled in."""
        return own_written(self, self.asked, find, all_of=True)

    def listed(self, field: str) -> list[str]:
        """The one value typed, as a list."""
        return [value for value in [self.cleaned_data.get(field, "")] if value]


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy only
    """The party's own fields; what the writer saw travels along, to overwrite nobody."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Party
        fields = (
            "name", "honorific", "given_name", "family_name", "birth_date", "industry",
            "employees", "language", "time_zone", "source", "about",
        )  # fmt: skip
        widgets = {
            "birth_date": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "about": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, own: Sequence[Line] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.own = {line.asked.name: line for line in own}
        unfit = (
            ("industry", "employees")
            if self.instance.is_person
            else ("honorific", "given_name", "family_name", "birth_date")
        )
        for name in unfit:
            del self.fields[name]
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "revision"
        put_own_inputs(self, list(own))

    def _post_clean(self) -> None:
        """The command judges the party; here only the shape of each field."""

    def hidden_twins(self) -> SafeString:
        """What the writer saw, hidden beside each field."""
        twins = [
            self[name].as_hidden(only_initial=True)
            for name, field in self.fields.items()
            if field.show_hidden_initial
        ]
        return format_html_join("", "{}", ((twin,) for twin in twins))

    def written(self) -> dict[str, Any]:
        """The fields that were changed, with their new values."""
        return {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name != "revision" and name not in self.own
        }

    def own_written(self, find: Find) -> dict[str, Any]:
        """The same of the firm's own fields."""
        return own_written(self, {name: one.asked for name, one in self.own.items()}, find)

    def own_seen(self) -> dict[str, Any]:
        """What the writer saw in these."""
        return own_seen(self, self.own)

    def seen(self) -> dict[str, Any]:
        """What the writer saw in the fields they changed."""
        found = {}
        for name in self.written():
            raw = (
                self.fields[name]
                .hidden_widget()
                .value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
            )
            found[name] = self.fields[name].to_python(raw)
        return found


class NameForm(forms.Form):
    """A further name."""

    text = forms.CharField(label=_("Name"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=NameKind.choices, initial=NameKind.ALIAS)


class ContactForm(forms.Form):
    """A way to reach a party."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(label=_("Address or number"), max_length=500)
    label = forms.CharField(
        label=_("Label"), max_length=40, required=False, help_text=_("Work, mobile, home …")
    )


class AddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where a party is found."""

    class Meta:
        model = PostalAddress
        fields = ("street", "postal_code", "city", "region", "country", "label")

    def _post_clean(self) -> None:
        """The command judges the address."""


class TieForm(forms.Form):
    """How this party stands to another."""

    role = forms.ChoiceField(label=_("How they stand"), choices=TieRole.choices)
    other = forms.CharField(
        label=_("To whom"),
        max_length=320,
        help_text=_("The name or e-mail address of a party that is here already."),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    starts_on = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("First day no longer"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
