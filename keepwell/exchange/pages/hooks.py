"""Webhooks: one's own, a form for a new one, and what was told to each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from keepwell.exchange.commands.hooks import (
    ask_to_hear,
    change_hook,
    disable_hook,
    enable_hook,
    remove_hook,
    renew_secret,
    send_again,
    send_test,
)
from keepwell.exchange.forms import HookForm
from keepwell.exchange.models import Hook
from keepwell.exchange.pages.seen import TeammateRequest
from keepwell.exchange.queries.hooks import deliveries_of, hooks_seen_by
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

SHOWN = 50


@never_cache
def hook_list(request: TeammateRequest) -> HttpResponse:
    """The webhooks one may see, and a form for a new one."""
    form, made = HookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_to_hear(request.user, **form.cleaned_data, at=timezone.now())
        except Refused as no:
            _put(form, no)
        else:
            say(request, _("It is told from now on. Send a test to see that it arrives."))
            return redirect("exchange:hook", made.pk)
    context = {
        "form": form,
        "hooks": hooks_seen_by(request.user),
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "exchange/hooks.html", context, status=status)


def _put(form: forms.Form, no: Refused) -> None:
    form.add_error(no.field if no.field in form.fields else None, no.because)


def _seen(request: TeammateRequest, hook_id: UUID) -> Hook:
    found: Hook = get_object_or_404(hooks_seen_by(request.user), pk=hook_id)
    return found


def _own(request: TeammateRequest, hook_id: UUID) -> Hook:
    mine = hooks_seen_by(request.user).filter(teammate=request.user)
    found: Hook = get_object_or_404(mine, pk=hook_id)
    return found


@never_cache
def hook(request: TeammateRequest, hook_id: UUID) -> HttpResponse:
    """One webhook: where it goes, its secret for its own teammate, and what was told."""
    found = _seen(request, hook_id)
    mine = found.teammate_id == request.user.pk
    form = HookForm(request.POST or None, initial={"url": found.url, "events": found.events})
    if request.method == "POST" and form.is_valid():
        found = _own(request, hook_id)
        try:
            change_hook(found, **form.cleaned_data, at=timezone.now(), by=request.user)
        except Refused as no:
            _put(form, no)
        else:
            say(request, _("Kept."))
            return redirect("exchange:hook", found.pk)
    context = {
        "form": form,
        "hook": found,
        "mine": mine,
        "deliveries": deliveries_of(found)[:SHOWN],
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "exchange/hook.html", context, status=status)


def _off(hook: Hook, **who: Any) -> Hook:
    return disable_hook(hook, because="", **who)


ACTS: dict[str, Callable[..., object]] = {
    "test": send_test,
    "secret": renew_secret,
    "enable": enable_hook,
    "disable": _off,
    "remove": remove_hook,
}
FOR_ITS_OWN = ("test", "secret")


@require_POST
def act(request: TeammateRequest, hook_id: UUID, verb: str) -> HttpResponse:
    """Test it, renew its secret, switch it on or off, remove it."""
    found = _own(request, hook_id) if verb in FOR_ITS_OWN else _seen(request, hook_id)
    try:
        ACTS[verb](found, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    if verb == "remove":
        say(request, _("The webhook is removed."))
        return redirect("exchange:hooks")
    return redirect("exchange:hook", hook_id)


@require_POST
def again(request: TeammateRequest, hook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Tell the same once more."""
    delivery = get_object_or_404(deliveries_of(_own(request, hook_id)), pk=delivery_id)
    send_again(delivery, at=timezone.now(), by=request.user)
    say(request, _("It is sent once more."))
    return redirect("exchange:hook", hook_id)
