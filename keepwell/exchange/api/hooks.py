"""Webhooks: asked for, changed, tried, and what was told."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query
from ninja.responses import Status

from keepwell.exchange.api.shapes import DeliveryOut, HookIn, HookMade, HookOut
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
from keepwell.exchange.models import Hook
from keepwell.exchange.queries.hooks import deliveries_of, hooks_seen_by
from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.firm.gate.shapes import Done

door = door_of("webhooks", "Webhooks")
_AT = "/webhooks/{uuid:hook_id}"


def _told(hook: Hook) -> dict[str, Any]:
    plain = ("id", "url", "events", "made_at", "failing_since", "disabled_at", "because")
    teammate = {"id": hook.teammate.pk, "name": hook.teammate.name}
    return {**{name: getattr(hook, name) for name in plain}, "teammate": teammate}


def _seen(request: AskerRequest, hook_id: UUID) -> Hook:
    return get_object_or_404(hooks_seen_by(request.user), pk=hook_id)


def _own(request: AskerRequest, hook_id: UUID) -> Hook:
    """One's own: another's secret and destination are not for who runs the firm either."""
    mine = hooks_seen_by(request.user).filter(teammate=request.user)
    return get_object_or_404(mine, pk=hook_id)


@door.get("/webhooks", response=Listed[HookOut])
def list_webhooks(request: AskerRequest, asked: Query[Paging]) -> dict[str, Any]:
    """One's own webhooks; for who runs the firm everybody's."""
    rows = hooks_seen_by(request.user)
    return page_of(
        request, rows, asked, by=("-made_at", "-pk"), told=lambda page: [_told(h) for h in page]
    )


@door.post("/webhooks", response={201: HookMade})
def create_webhook(request: AskerRequest, sent: HookIn) -> Any:
    """Ask that events be told to an address; the secret that signs them is shown here."""
    hook = ask_to_hear(request.user, url=sent.url, events=sent.events, at=timezone.now())
    return Status(201, {**_told(hook), "secret": hook.secret})


@door.get(_AT, response=HookOut)
def get_webhook(request: AskerRequest, hook_id: UUID) -> dict[str, Any]:
    """One webhook."""
    return _told(_seen(request, hook_id))


@door.put(_AT, response=HookOut)
def update_webhook(request: AskerRequest, hook_id: UUID, sent: HookIn) -> dict[str, Any]:
    """Tell another address or other events."""
    hook, at = _own(request, hook_id), timezone.now()
    return _told(change_hook(hook, url=sent.url, events=sent.events, at=at, by=request.user))


@door.delete(_AT, response=Done)
def delete_webhook(request: AskerRequest, hook_id: UUID) -> Any:
    """Forget an address and what was told to it."""
    remove_hook(_seen(request, hook_id), at=timezone.now(), by=request.user)
    return Done()


@door.post(_AT + "/secret", response=HookMade)
def renew_webhook_secret(request: AskerRequest, hook_id: UUID) -> dict[str, Any]:
    """Sign with a new secret from now on."""
    hook = renew_secret(_own(request, hook_id), at=timezone.now(), by=request.user)
    return {**_told(hook), "secret": hook.secret}


@door.post(_AT + "/enable", response=HookOut)
def enable_webhook(request: AskerRequest, hook_id: UUID) -> dict[str, Any]:
    """Tell this address again, from now on."""
    return _told(enable_hook(_seen(request, hook_id), at=timezone.now(), by=request.user))


@door.post(_AT + "/disable", response=HookOut)
def disable_webhook(request: AskerRequest, hook_id: UUID) -> dict[str, Any]:
    """Tell nothing more to this address until it is enabled again."""
    hook, at = _seen(request, hook_id), timezone.now()
    return _told(disable_hook(hook, because="", at=at, by=request.user))


@door.post(_AT + "/test", response={201: DeliveryOut})
def test_webhook(request: AskerRequest, hook_id: UUID) -> Any:
    """Tell the address something, to see that it arrives."""
    delivery = send_test(_own(request, hook_id), at=timezone.now(), by=request.user)
    return Status(201, delivery)


@door.get(_AT + "/deliveries", response=Listed[DeliveryOut])
def list_deliveries(
    request: AskerRequest, hook_id: UUID, asked: Query[Paging]
) -> dict[str, Any]:
    """What was told to an address, or is to be told, the latest first; kept for a month."""
    rows = deliveries_of(_seen(request, hook_id))
    return page_of(request, rows, asked, by=("-pk",), told=list)


@door.post(_AT + "/deliveries/{uuid:delivery_id}/again", response=DeliveryOut)
def replay_delivery(request: AskerRequest, hook_id: UUID, delivery_id: UUID) -> Any:
    """Tell the same once more, under the same id."""
    rows = deliveries_of(_own(request, hook_id))
    delivery = get_object_or_404(rows, pk=delivery_id)
    return send_again(delivery, at=timezone.now(), by=request.user)
