"""What people type at the door: allauth's forms in our words, and new passwords."""

from typing import Any

from allauth.account import forms as door
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate


class PasswordsForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_(
            "At least ten characters. A few words that do not belong together are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("The same again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, teammate: Teammate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teammate = teammate

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        password, again = told.get("password"), told.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Type the second again."))
        if password:
            try:
                validate_password(password, self._whose(told))
            except ValidationError as fault:
                self.add_error("password", fault)
        return told

    def _whose(self, told: dict[str, Any]) -> Teammate:
        name, email = str(told.get("your_name", "")), str(told.get("email", ""))
        return self.teammate or Teammate(name=name, email=email)


def _plain(field: forms.Field, label: Any, autocomplete: str, hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["autocomplete"] = autocomplete


class SignInForm(door.LoginForm):
    """Mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("Mail address"), "username")
        _plain(self.fields["password"], _("Password"), "current-password")


class AgainForm(door.ReauthenticateForm):
    """The password again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Password"), "current-password")


class NewPasswordForm(door.ChangePasswordForm):
    """The old password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Password now"), "current-password")
        _new_twice(self)


class ForgottenForm(door.ResetPasswordForm):
    """Where to send a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("Mail address"), "username")


class ResetForm(door.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_twice(self)


def _new_twice(form: forms.Form) -> None:
    hint = _("At least ten characters. A few words that do not belong together are good.")
    _plain(form.fields["password1"], _("New password"), "new-password", hint)
    _plain(form.fields["password2"], _("The same again"), "new-password")


class CodeForm(second.AuthenticateForm):
    """The code of the second factor at the door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Six digits from your authenticator app, or one of your recovery codes.")
        _plain(self.fields["code"], _("Code"), "one-time-code", hint)


class CodeAgainForm(second.ReauthenticateForm):
    """The code again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), "one-time-code")


class FirstCodeForm(totp.ActivateTOTPForm):
    """The first code, to see that the app was set up well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Type the six digits the app shows now.")
        _plain(self.fields["code"], _("Code"), "one-time-code", hint)
