"""Access tokens: one's own, a form for a new one, and for who runs the firm everybody's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from keepwell.firm.answers import done, page, teammate_of, was_done
from keepwell.firm.commands.tokens import MadeToken, make_token, revoke_token
from keepwell.firm.forms.tokens import TokenForm
from keepwell.firm.queries import today_of, tokens_seen_by
from keepwell.firm.rules import Act, may

SHOWN = 200


@never_cache
def token_list(request: HttpRequest) -> HttpResponse:
    """Every token one may end; a new one shows its secret here, this once."""
    teammate, now = teammate_of(request), timezone.now()
    form = TokenForm(request.POST or None)
    made: list[MadeToken] = []

    def give() -> None:
        told = {"name": form.cleaned_data["name"], "scopes": form.scopes()}
        made.append(make_token(teammate, **told, expires_at=form.expires_at(now), at=now))

    if request.method == "POST" and was_done(form, give):
        form = TokenForm()
    context = {
        "form": form,
        "made": made[0] if made else None,
        "tokens": tokens_seen_by(teammate)[:SHOWN],
        "everybodys": may(teammate.role, Act.RUN_FIRM),
        "now": now,
        "today": today_of(teammate, now),
    }
    return page(request, "tokens.html", context, form)


@require_POST
def revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    """End a token."""
    teammate = teammate_of(request)
    token = get_object_or_404(tokens_seen_by(teammate), pk=token_id)
    revoke_token(token, at=timezone.now(), by=teammate)
    said = _("The token “%(name)s” does not work any more.") % {"name": token.name}
    return done(request, said, "firm:tokens")
