"""What every request passes: is there a firm yet, and in whose language and time zone."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none, nobody_is_in_charge, zone_of

Answer = Callable[[HttpRequest], HttpResponse]


class OwnTongueMiddleware:
    """Speak a teammate's own language and tell the time by their own clock."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with both set for this request only."""
        teammate = request.user
        if not isinstance(teammate, Teammate) or not teammate.is_authenticated:
            return self.answer(request)
        language = teammate.language or translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(ZoneInfo(zone_of(teammate))):
            request.LANGUAGE_CODE = language
            answer = self.answer(request)
        answer.headers["Content-Language"] = language
        return answer


class FoundedMiddleware:
    """Before the firm is founded, everything but what needs no teammate leads to /setup/."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as if nothing were asked here; the view decides."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send to the first-run page what would end at the sign-in page."""
        match = request.resolver_match
        needs_somebody = getattr(view, "login_required", True)
        signing_in = match is not None and match.url_name == "account_login"
        if request.user.is_authenticated or not (needs_somebody or signing_in):
            return None
        if firm_or_none() is None or (signing_in and nobody_is_in_charge()):
            return redirect("firm:setup")
        return None
