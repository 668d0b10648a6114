"""What people type about the firm: who we are and when we work."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.firm.commands.found import FirstAdministrator
from keepwell.firm.commands.hours import OwnDay
from keepwell.firm.forms.door import PasswordsForm
from keepwell.firm.forms.people import zone_words
from keepwell.firm.holidays import countries
from keepwell.firm.rules import Stretch


def _countries() -> list[tuple[str, Any]]:
    return [("", _("No public holidays")), *countries(get_language() or "en")]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


class WordsField(forms.CharField):
    """Words with commas or new lines between them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return _words(super().to_python(value) or "")


class FirmForm(forms.Form):
    """Who “we” are."""

    name = forms.CharField(label=_("Name of the firm"), max_length=200)
    domains = WordsField(
        label=_("Our mail domains"),
        help_text=_(
            "Mail from these is ours, never a client's. Commas between them: finch.example."
        ),
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_words)
    country = forms.ChoiceField(
        label=_("Country, for its holidays"), choices=_countries, required=False
    )
    free_mail_domains = WordsField(
        label=_("Further free mail domains"),
        help_text=_(
            "Where anybody can have an address. The well-known ones are known already."
        ),
        required=False,
    )


class ChangeFirmForm(FirmForm):
    """The same, with what is settled later."""

    machine_addresses = WordsField(
        label=_("Addresses that are nobody"),
        help_text=_("Mail from these is never contact: scanners, alarms, our own systems."),
        required=False,
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        help_text=_("Three letters: EUR, GBP, USD."),
        error_messages={"invalid": _("Give the three letters of a currency, such as EUR.")},
    )
    cadence_days = forms.IntegerField(
        label=_("Usual days between touches"), min_value=1, max_value=3650
    )

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class AdministratorForm(PasswordsForm):
    """Who runs the firm's Keepwell."""

    your_name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your mail address"), widget=forms.EmailInput({"autocomplete": "username"})
    )
    field_order = ["your_name", "email", "password", "again"]

    def first(self) -> FirstAdministrator:
        """What was typed, as the command takes it."""
        told = self.cleaned_data
        return FirstAdministrator(told["your_name"], told["email"], told["password"])


class SetUpForm(AdministratorForm, FirmForm):
    """The first page of all: the firm and its first administrator."""

    of_firm = frozenset(FirmForm.base_fields)
    field_order = [
        "name",
        "domains",
        "time_zone",
        "country",
        "free_mail_domains",
        "your_name",
        "email",
        "password",
        "again",
    ]


def weekday_words() -> list[str]:
    """The weekdays' names, Monday first."""
    return [date_format(date(2024, 1, 1 + n), "l") for n in range(7)]


class WeekForm(forms.Form):
    """Opening and closing of each weekday; two stretches, so that a lunch break fits."""

    def __init__(self, *args: Any, week: tuple[Stretch, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, word in enumerate(weekday_words()):
            today = [one for one in week if one.weekday == day]
            for part in range(2):
                kept = today[part] if part < len(today) else None
                self._add(
                    f"from_{day}_{part}",
                    _("%(day)s from"),
                    word,
                    kept.opens_at if kept else None,
                )
                self._add(
                    f"until_{day}_{part}",
                    _("%(day)s until"),
                    word,
                    kept.closes_at if kept else None,
                )

    def _add(self, name: str, label: Any, word: str, kept: time | None) -> None:
        self.fields[name] = forms.TimeField(
            label=label % {"day": word},
            initial=kept,
            required=False,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        )

    def days(self) -> list[tuple[str, list[Any]]]:
        """Each weekday with its four fields."""
        parts = ("from_{}_0", "until_{}_0", "from_{}_1", "until_{}_1")
        words = enumerate(weekday_words())
        return [(word, [self[part.format(day)] for part in parts]) for day, word in words]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for day in range(7):
            for part in range(2):
                names = f"from_{day}_{part}", f"until_{day}_{part}"
                given = [told.get(name) for name in names]
                if any(given) and not all(given):
                    missing = names[given.index(None)]
                    self.add_error(missing, _("Give both ends, or neither."))
        return told

    def week(self) -> list[Stretch]:
        """What was typed, as the command takes it."""
        told = self.cleaned_data
        both = (
            (d, told[f"from_{d}_{p}"], told[f"until_{d}_{p}"]) for d in range(7) for p in (0, 1)
        )
        return [Stretch(day, opens, closes) for day, opens, closes in both if opens and closes]


class HolidaysForm(forms.Form):
    """Whose public holidays the firm keeps, and its own days."""

    country = forms.ChoiceField(label=_("Country"), choices=_countries, required=False)
    region = forms.CharField(
        label=_("Region"),
        max_length=10,
        required=False,
        help_text=_("Its short code, such as BY for Bavaria or SCT for Scotland."),
    )
    own = forms.CharField(
        label=_("Our own days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One a line: 2026-12-24 Closed for Christmas. "
            "A line that begins with + is a day we work although it is a holiday."
        ),
    )

    def clean_own(self) -> list[OwnDay]:
        days = []
        for line in filter(None, map(str.strip, self.cleaned_data["own"].splitlines())):
            day, _blank, name = line.lstrip("+ ").partition(" ")
            try:
                when = date.fromisoformat(day)
            except ValueError as fault:
                wrong = _now("“%(line)s” does not begin with a day like 2026-12-24.")
                raise ValidationError(wrong % {"line": line[:40]}) from fault
            days.append(OwnDay(when, name.strip() or day, not line.startswith("+")))
        return days
