"""How sign-in by allauth is bound to this house: no sign-up, our words, our journal."""

from typing import Any, cast

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from keepwell.firm.commands.sign_in import (
    note_lock_changed,
    note_refused_sign_in,
    note_sign_in,
)
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammate_by_email


class Doorkeeper(DefaultAccountAdapter):
    """Who comes in by mail address and password, and what is kept of it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That mail address and password do not belong together. "
            "After five tries there is a pause of ten minutes."
        ),
        "too_many_login_attempts": _(
            "Too many tries. Wait ten minutes, or ask an administrator for a new link."
        ),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "invalid_password_reset": _(
            "This link has been used or has run out. Ask for a new one."
        ),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: teammates are invited."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very server are gone back to."""
        request = context.request
        safe = url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return bool(safe)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a mail: at the address the firm gave, else where the request came in."""
        url: str = super().get_reset_password_from_key_url(key)
        if not settings.SITE_URL:
            return url
        return str(settings.SITE_URL) + "/" + url.split("/", 3)[3]

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Ask for the password again; only the teammate's own address counts."""
        email = cast(Teammate, user).email
        found = self.authenticate(context.request, email=email, password=password)
        return found is not None and found.pk == user.pk

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep that somebody was refused."""
        teammate = teammate_by_email(str(credentials.get("email", "")))
        address = self.get_client_ip(request)
        note_refused_sign_in(teammate, address=address, at=timezone.now())

    def post_login(  # type: ignore[override]
        self, request: HttpRequest, user: AbstractBaseUser, **further: Any
    ) -> HttpResponse:
        """Keep that a teammate came in."""
        note_sign_in(
            cast(Teammate, user), address=self.get_client_ip(request), at=timezone.now()
        )
        answer: HttpResponse = super().post_login(request, user, **further)
        return answer

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *args: Any, **further: Any
    ) -> None:
        """Keep what changed about how a teammate comes in (allauth says so by mail or not)."""
        what = template_prefix.rpartition("/")[2]
        note_lock_changed(cast(Teammate, user), what=what, at=timezone.now())
        super().send_notification_mail(template_prefix, user, *args, **further)


class SecondLock(DefaultMFAAdapter):
    """The second factor, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is wrong or has run out. Type the one shown now."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The key as a picture, dark on light in both modes, so that apps can read it."""
        drawn: bytes = qrcode.make(url, image_factory=SvgPathFillImage).to_string()
        return drawn.decode()


class HouseKey(DefaultSocialAccountAdapter):
    """The firm's own accounts, by OpenID Connect: only for those already invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody becomes a teammate by an account elsewhere."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Know a teammate by an address that the firm's accounts vouch for."""
        if sociallogin.is_existing:
            return
        for address in sociallogin.email_addresses:
            teammate = teammate_by_email(address.email)
            vouched = address.verified or settings.OIDC_TRUSTS_MAIL
            if teammate and teammate.is_active and vouched:
                sociallogin.connect(request, teammate)
                return
        at = timezone.now()
        note_refused_sign_in(None, address=Doorkeeper().get_client_ip(request), at=at)
