"""What the pages at the door need to know before anybody has come in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from keepwell.firm.queries import firm_or_none


def who_we_are(request: HttpRequest) -> dict[str, Any]:
    """The firm, whether it has a mail server, and whether it has accounts of its own."""
    return {
        "our_firm": SimpleLazyObject(firm_or_none),
        "can_mail": settings.CAN_MAIL,
        "own_accounts": settings.OIDC is not None,
    }
