"""Taking back that a day was chosen: the address that does it, and what it has to carry."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from keepwell.desk.asking import TeammateRequest
from keepwell.kernel.refusal import Refused, refuse_unless

_SALT = "keepwell.desk.other_day"
_UNDO_FOR = 24 * 3600


def way_to_undo_day(
    request: TeammateRequest, route: str, pk: UUID, before: Any, after: Any, back: str
) -> str:
    """The address that moves it back: what stood there before and after, signed."""
    was = signing.dumps([before, after], salt=_salt(request, pk))
    return f"{reverse(route, args=[pk])}?{urlencode({'was': was, 'back': back})}"


def day_undone(request: TeammateRequest, pk: UUID, now: Any) -> Any:
    """What stood there before; refused when somebody moved it since, or it is too long ago."""
    was = request.GET.get("was", "")
    try:
        before, after = signing.loads(was, salt=_salt(request, pk), max_age=_UNDO_FOR)
    except signing.BadSignature:
        raise Refused(_("It is too long ago.")) from None
    refuse_unless(now == after, _("Somebody moved it since."))
    return before


def _salt(request: TeammateRequest, pk: UUID) -> str:
    return f"{_SALT}:{pk}:{request.user.pk}"
