"""A form that was sent twice does once what it says."""

from secrets import token_urlsafe

from django.http import HttpRequest

USED = "forms_used"
MOST_KEPT = 40


def fresh_token() -> str:
    """What a form carries so that its second sending is known."""
    return token_urlsafe(12)


def was_sent(request: HttpRequest) -> bool:
    """Whether this very form was taken before."""
    token = request.POST.get("once", "")
    return bool(token) and token in request.session.get(USED, [])


def mark_sent(request: HttpRequest) -> None:
    """Remember that this form was taken."""
    if token := request.POST.get("once", "")[:40]:
        request.session[USED] = [*request.session.get(USED, []), token][-MOST_KEPT:]
