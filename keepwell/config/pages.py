"""The page that explains the API and lets one try it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from keepwell.config.api_told import groups_told


@require_GET
def api_page(request: HttpRequest) -> HttpResponse:
    """Every operation with its scope, fields and examples; tried as oneself or by a token."""
    base = settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")
    context = {"groups": groups_told(), "base": base}
    return render(request, "config/api.html", context)
