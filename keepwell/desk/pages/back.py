"""The way back to the page a teammate came from."""

from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from keepwell.desk.asking import TeammateRequest


def way_back(request: TeammateRequest, otherwise: str = "") -> str:
    """The page on this server that the form names or that it was sent from; else Today."""
    asked = request.POST.get("back", "") or request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        parts = urlsplit(asked)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    return otherwise or reverse("desk:today")


def asked_back(request: TeammateRequest, otherwise: str) -> str:
    """The page on this server that the address names under `back`; else `otherwise`."""
    asked = request.GET.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return otherwise
