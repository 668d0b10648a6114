"""Who asks: a program by a token, or the page that tries the API by its teammate's session."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from keepwell.firm.gate.problems import Problem
from keepwell.firm.models import AccessToken, Teammate
from keepwell.firm.queries import token_of
from keepwell.firm.rules import lets_in

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class Asker:
    """A teammate who asks, by a token or (None) by their own session."""

    teammate: Teammate
    token: AccessToken | None

    @property
    def id(self) -> UUID:
        """Whom requests are counted and answers kept for."""
        return self.token.pk if self.token else self.teammate.pk

    @property
    def scopes(self) -> Collection[str] | None:
        """What the token opens; None opens all that its teammate may do."""
        return self.token.scopes if self.token else None


class AskerRequest(HttpRequest):
    """A request whose asker is known; `user` is the teammate, as on every page."""

    asker: Asker
    user: Teammate  # type: ignore[assignment]


def asker_of(request: HttpRequest) -> Asker:
    """Who asks; else the problem that nobody is known. A session needs its CSRF token."""
    shown = request.headers.get("Authorization", "")
    if shown:
        return _by_token(shown)
    if not isinstance(request.user, Teammate):
        said = _("Show a token: “Authorization: Bearer kw_…”.")
        raise Problem(401, "unknown_asker", said, headers={"WWW-Authenticate": "Bearer"})
    if request.method not in SAFE and check_csrf(request) is not None:
        raise Problem(403, "forbidden", _("This page is too old. Load it again."))
    return Asker(request.user, None)


def _by_token(shown: str) -> Asker:
    scheme, _blank, secret = shown.partition(" ")
    fits = scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST_SECRET
    token = token_of(secret.strip(), timezone.now()) if fits else None
    if token is None:
        said = _("This token does not work: it was ended, has run out, or never was.")
        told = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Problem(401, "unknown_asker", said, headers=told)
    return Asker(token.teammate, token)


class Scope(AuthBase):
    """Lets in who may read, or for other methods write, in one area."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, area: str) -> None:
        super().__init__()
        self.area = area

    def __call__(self, request: HttpRequest) -> Any:
        """The asker, or the problem that their token does not open this area."""
        asker: Asker = request.asker  # type: ignore[attr-defined]
        to_write = request.method not in SAFE
        if asker.scopes is None or lets_in(asker.scopes, self.area, to_write=to_write):
            return asker
        needed = f"{self.area}:{'write' if to_write else 'read'}"
        said = _("This token does not allow “%(scope)s”.") % {"scope": needed}
        told = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{needed}"'}
        raise Problem(403, "scope", said, headers=told)
