"""How the firm's pages answer: with a page, the same form refused, or what was done."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say


def teammate_of(request: HttpRequest) -> Teammate:
    """Who asks."""
    return cast(Teammate, request.user)


def may_or_refuse(request: HttpRequest, act: Act) -> Teammate:
    """Who asks, when their role includes this; else the page that says it does not."""
    teammate = teammate_of(request)
    if not may(teammate.role, act):
        raise PermissionDenied
    return teammate


def was_done(form: forms.Form, command: Callable[[], object]) -> bool:
    """Give the command if the form is well filled in; a refusal goes to its field."""
    if not form.is_valid():
        return False
    try:
        command()
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, no.because)
        return False
    return True


def page(
    request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form | None = None
) -> HttpResponse:
    """The page, with 422 when its form was refused."""
    refused = form is not None and form.is_bound
    return render(request, f"firm/{template}", context, status=422 if refused else 200)


def done(request: HttpRequest, said: str, to: str, *args: Any) -> HttpResponse:
    """Go on to a page and say there what happened."""
    say(request, said)
    return redirect(to, *args)
