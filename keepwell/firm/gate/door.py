"""What every request of a program passes before it reaches a room, and on its way out."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from keepwell.firm.commands.tokens import note_token_used
from keepwell.firm.gate.askers import SAFE, Asker, asker_of
from keepwell.firm.gate.once import KEY, done_once
from keepwell.firm.gate.problems import MEDIA_TYPE, Problem, missing, problem_of
from keepwell.firm.gate.rates import take_turn
from keepwell.firm.queries import zone_of

MOST_SENT = 4 * 2**30
View = Callable[..., HttpResponseBase]


def at_the_gate(view: View) -> View:
    """Know who asks, count it, do a write once, answer every no as a problem."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            asker = _let_in(request)
            with _own_tongue(asker), timezone.override(ZoneInfo(zone_of(asker.teammate))):
                given = _asked(request, asker, lambda: view(request, *args, **kwargs))
        except Exception as why:
            given = problem_of(why).answer()
        return _sealed(given)

    answer.login_required = False  # type: ignore[attr-defined]
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _let_in(request: HttpRequest) -> Asker:
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdecimal() or int(size) > MOST_SENT:
        raise Problem(413, "too_large", _("This is too large. Send it in smaller parts."))
    asker = asker_of(request)
    now = timezone.now()
    if take_turn(asker.id, at=now) and asker.token is not None:
        note_token_used(asker.token, at=now)
    request.asker = asker  # type: ignore[attr-defined]
    request.user = asker.teammate
    return asker


def _own_tongue(asker: Asker) -> Any:
    return translation.override(asker.teammate.language or translation.get_language())


def _asked(
    request: HttpRequest, asker: Asker, ask: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    if request.method not in SAFE and KEY in request.headers:
        return done_once(request, asker, ask)
    return ask()


def _sealed(answer: HttpResponseBase) -> HttpResponseBase:
    """Never kept by anybody between; a no that Django wrote is a problem as well."""
    if answer.status_code >= 400 and answer["Content-Type"] != MEDIA_TYPE:
        allowed = answer.get("Allow", "")
        answer = _from_django(answer.status_code).answer()
        if allowed:
            answer["Allow"] = allowed
    answer["Cache-Control"] = "no-store, private"
    patch_vary_headers(answer, ("Authorization", "Cookie", "Accept-Language"))
    return answer


def _from_django(status: int) -> Problem:
    if status == 405:
        return Problem(405, "method", _("This address does not take that method."))
    return missing() if status == 404 else Problem(status, "refused", _("This was refused."))


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """What stands at no address of the API."""
    raise missing()
