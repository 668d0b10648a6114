"""The first page of all, and the page behind an invitation."""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from keepwell.firm.answers import done, page, was_done
from keepwell.firm.commands.found import found_firm, name_first_administrator
from keepwell.firm.commands.invite import accept_invitation
from keepwell.firm.forms.door import PasswordsForm
from keepwell.firm.forms.firm import AdministratorForm, SetUpForm
from keepwell.firm.queries import firm_or_none, invitation_of, nobody_is_in_charge

hidden = method_decorator(sensitive_post_parameters("password", "again"), name="dispatch")
fresh = method_decorator(never_cache, name="dispatch")
anybody = method_decorator(login_not_required, name="dispatch")


@anybody
@hidden
@fresh
class SetUp(View):
    """Found the firm and put its first administrator in charge."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only while there is nobody in charge."""
        if firm_or_none() is not None and not nobody_is_in_charge():
            return redirect("/")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        return answer

    def get(self, request: HttpRequest) -> HttpResponse:
        """What is to be told first."""
        initial = {"time_zone": timezone.get_current_timezone_name()}
        return self._show(request, self._form_class()(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Found it, or say what is missing."""
        form = self._form_class()(request.POST)
        if was_done(form, lambda: self._give(form)):
            return done(request, _("All is set. Sign in."), "account_login")
        return self._show(request, form)

    def _give(self, form: AdministratorForm) -> None:
        told, at = form.cleaned_data, timezone.now()
        if not isinstance(form, SetUpForm):
            name_first_administrator(form.first(), at=at)
            return
        names = ("name", "domains", "time_zone", "country", "free_mail_domains")
        found_firm(**{name: told[name] for name in names}, first=form.first(), at=at)

    def _form_class(self) -> type[AdministratorForm]:
        return AdministratorForm if firm_or_none() else SetUpForm

    def _show(self, request: HttpRequest, form: AdministratorForm) -> HttpResponse:
        of_firm = [form[name] for name in form.fields if name in SetUpForm.of_firm]
        of_person = [form[name] for name in form.fields if name not in SetUpForm.of_firm]
        facts = {"form": form, "of_firm": of_firm, "of_person": of_person}
        return page(request, "setup.html", {**facts, "firm": firm_or_none()}, form)


@anybody
@hidden
@fresh
class Join(View):
    """Take the place an invitation keeps: choose a password."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Whose place it is, or that the link is over."""
        return self._show(request, secret, PasswordsForm())

    @method_decorator(sensitive_variables("secret"))
    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Set the password and go on to sign in with it."""
        if limited := ratelimit.consume_or_429(request, action="accept_invitation"):
            return limited
        invitation = invitation_of(secret, timezone.now())
        teammate = invitation.teammate if invitation else None
        form = PasswordsForm(request.POST, teammate=teammate)
        if was_done(form, lambda: self._give(form, secret)):
            logout(request)
            return done(request, _("Your password is set. Sign in with it."), "account_login")
        return self._show(request, secret, form)

    def _give(self, form: PasswordsForm, secret: str) -> None:
        password = form.cleaned_data["password"]
        accept_invitation(secret, password=password, at=timezone.now())

    def _show(self, request: HttpRequest, secret: str, form: PasswordsForm) -> HttpResponse:
        invitation = invitation_of(secret, timezone.now())
        facts = {"form": form, "invitation": invitation, "firm": firm_or_none()}
        answer = page(request, "join.html", facts, form)
        if invitation is None:
            answer.status_code = 410
        return answer
